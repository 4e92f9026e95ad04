//! Postgres and Redis, from the system's packages.

use anyhow::Result;

use super::{Outcome, apt};
use crate::{postgres, process};

pub(super) fn postgres() -> Result<Outcome> {
    if postgres::binaries().is_ok() {
        return Ok(Outcome::Present);
    }
    apt::install(&["postgresql"])?;
    postgres::binaries()?;
    Ok(Outcome::Installed)
}

pub(super) fn redis() -> Result<Outcome> {
    if process::find("redis-server").is_some() {
        return Ok(Outcome::Present);
    }
    apt::install(&["redis-server"])?;
    Ok(Outcome::Installed)
}
