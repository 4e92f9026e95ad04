//! Progress lines with elapsed time, on standard error: standard output is for results.

use std::fmt::Display;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Says what starts, does it, and says how long it took.
pub(crate) fn step<T>(what: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    crate::signals::check()?;
    step_during_stop(what, work)
}

/// Like [`step`], for what has to be done even though someone asked us to stop.
pub(crate) fn step_during_stop<T>(
    what: impl Display,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let begun = Instant::now();
    eprintln!("==> {what}");
    let value = work()?;
    eprintln!("    {what}: done in {}", seconds(begun.elapsed()));
    Ok(value)
}

/// One line about something that needed no work.
pub(crate) fn note(text: impl Display) {
    eprintln!("    {text}");
}

/// A duration as people read it.
pub(crate) fn seconds(duration: Duration) -> String {
    let total = duration.as_secs();
    if total < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", total / 60, total % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(61)), "1 min 01 s");
    }
}
