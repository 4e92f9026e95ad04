//! The running numbers that a register gives out, as its journal tells them.

use super::Act;

/// The highest numbers that were given out. A register keeps them beside its journal; where that
/// record was lost, the journal has them: no number is used a second time.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Of receipts; 0 before the first.
    pub receipts: u64,
    /// Of Z reports; 0 before the first.
    pub reports: u64,
}

impl Act {
    /// Returns what its paper is known by: `R1-000042` for a receipt, `Z 7` for a Z report.
    /// Empty where there is no paper.
    #[must_use]
    pub fn paper_no(&self) -> String {
        match self {
            Self::Sale(sale) => sale.receipt_no.clone(),
            Self::Return(back) => back.receipt_no.clone(),
            Self::ShiftClosed(closed) => format!("Z {}", closed.z),
            _ => String::new(),
        }
    }
}

impl Numbers {
    /// Takes note of a paper by what it is known by.
    ///
    /// # Example
    /// ```
    /// use titan_core::journal::Numbers;
    /// let mut numbers = Numbers::default();
    /// for paper in ["R1-000041", "R1-000042", "Z 7", ""] {
    ///     numbers.note(paper);
    /// }
    /// assert_eq!(numbers, Numbers { receipts: 42, reports: 7 });
    /// ```
    pub fn note(&mut self, paper_no: &str) {
        let number = |text: &str| text.parse::<u64>().unwrap_or(0);
        match paper_no.strip_prefix("Z ").map(number) {
            Some(report) if report > 0 => self.reports = self.reports.max(report),
            // A register may be called `Z 1`, which makes its receipts `Z 1-000042`.
            _ => {
                let last = paper_no.rsplit_once('-').map_or(0, |(_, last)| number(last));
                self.receipts = self.receipts.max(last);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_may_be_called_what_a_report_is() {
        let mut numbers = Numbers::default();
        numbers.note("Z 1-000042");
        assert_eq!(numbers, Numbers { receipts: 42, reports: 0 });
        numbers.note("Z 1");
        numbers.note("Z 1-000007");
        assert_eq!(numbers, Numbers { receipts: 42, reports: 1 });
    }
}
