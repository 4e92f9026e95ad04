//! Which part of a long grid is on the screen.

/// Height of a row with its gap, in CSS pixels at the usual size of text; the style sheet says
/// the same.
const ROW_PX: u32 = 112;
const TILE_MIN_PX: u32 = 144;
const GAP_PX: u32 = 8;
/// Rows kept above and below what is visible, so that a fast finger sees no hole.
const MARGIN_ROWS: u32 = 2;

/// The measures of a grid's window.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub width: u32,
    pub height: u32,
    pub top: u32,
    /// Size of text, in eighths of the usual one.
    pub eighths: u32,
}

/// What of the grid is drawn.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub columns: u32,
    /// Rows in all.
    pub rows: u32,
    pub first_row: u32,
    pub last_row: u32,
    pub row_px: u32,
}

/// Returns the part of a grid of `count` tiles to draw.
#[must_use]
pub fn part(frame: Frame, count: usize) -> Part {
    let scaled = |pixels: u32| pixels * frame.eighths / 8;
    let (row_px, gap) = (scaled(ROW_PX), scaled(GAP_PX));
    let columns = ((frame.width + gap) / (scaled(TILE_MIN_PX) + gap)).max(1);
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let rows = count.div_ceil(columns);
    let first_row = (frame.top / row_px).saturating_sub(MARGIN_ROWS).min(rows);
    let visible = frame.height.div_ceil(row_px) + 2 * MARGIN_ROWS;
    Part { columns, rows, first_row, last_row: (first_row + visible).min(rows), row_px }
}

impl Part {
    /// Returns the places of the tiles to draw.
    #[must_use]
    pub fn places(&self, count: usize) -> std::ops::Range<usize> {
        let at = |row: u32| usize::try_from(row * self.columns).unwrap_or(usize::MAX).min(count);
        at(self.first_row)..at(self.last_row)
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn only_what_is_visible_is_drawn() {
        let frame = Frame { width: 760, height: 560, top: 0, eighths: 8 };
        let at_top = part(frame, 68_114);
        assert_eq!((at_top.columns, at_top.rows), (5, 13_623));
        assert_eq!(at_top.places(68_114), 0..45);
        let lower = part(Frame { top: 11_200, ..frame }, 68_114);
        assert_eq!((lower.first_row, lower.last_row), (98, 107));
        assert_eq!(part(frame, 7).places(7), 0..7);
        let large = part(Frame { eighths: 10, ..frame }, 7);
        assert_eq!((large.columns, large.row_px), (4, 140));
        assert_eq!(part(Frame { width: 0, ..frame }, 7).columns, 1);
    }
}
