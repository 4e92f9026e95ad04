//! The secret that signs the tokens of a shop on this machine.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::postgres::write_private;
use crate::temp::random_hex;

const FILE: &str = "jwt.secret";
const BYTES: usize = 32;

/// `$JWT_SECRET`, else the one made at random on the first start and kept beside the data.
pub(super) fn jwt(data: &Path) -> Result<String> {
    if let Ok(secret) = env::var("JWT_SECRET") {
        return Ok(secret);
    }
    let path = data.join(FILE);
    if !path.exists() {
        fs::create_dir_all(data).with_context(|| format!("cannot create {}", data.display()))?;
        write_private(&path, &random_hex(BYTES)?)?;
    }
    let secret =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(secret.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn made_once_and_readable_by_its_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let secret = jwt(dir.path()).unwrap();
        assert_eq!(jwt(dir.path()).unwrap(), secret);
        if env::var("JWT_SECRET").is_err() {
            assert_eq!(secret.len(), 2 * BYTES);
            let mode = fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
