//! SHA-256 digests and their text.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A SHA-256 digest; 64 small hexadecimal digits in text.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash256([u8; 32]);

/// A text is not a digest.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a digest is written as 64 small hexadecimal digits")]
pub struct HashError;

impl Hash256 {
    /// Digests the parts one after the other.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// Wraps the bytes of a digest.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the 32 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What many digests begin with, hashed once.
#[derive(Clone)]
pub(crate) struct Prefix(Sha256);

impl Prefix {
    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        Self(parts.iter().fold(Sha256::new(), |hasher, part| hasher.chain_update(part)))
    }

    /// Digests the beginning and then the parts.
    pub(crate) fn then(&self, parts: &[&[u8]]) -> Hash256 {
        let hasher = parts.iter().fold(self.0.clone(), |hasher, part| hasher.chain_update(part));
        Hash256(hasher.finalize().into())
    }
}

impl fmt::Display for Hash256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash256({self})")
    }
}

impl From<Hash256> for String {
    fn from(hash: Hash256) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash256 {
    type Error = HashError;
    fn try_from(text: String) -> Result<Self, HashError> {
        text.parse()
    }
}

impl std::str::FromStr for Hash256 {
    type Err = HashError;
    fn from_str(text: &str) -> Result<Self, HashError> {
        let small = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 64 || !text.bytes().all(small) {
            return Err(HashError);
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(at * 2..at * 2 + 2).ok_or(HashError)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| HashError)?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_mirrors_the_digest() {
        // The digest of no bytes at all, FIPS 180-4.
        let none = Hash256::of(&[]);
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(none.to_string(), text);
        assert_eq!(text.parse(), Ok(none));
        assert_eq!(Hash256::of(&[b"ab", b"c"]), Hash256::of(&[b"abc"]));
        for bad in
            ["", "e3b0", &text.to_uppercase(), &text.replace('e', "g"), &format!("+{}", &text[1..])]
        {
            assert_eq!(bad.parse::<Hash256>(), Err(HashError), "{bad}");
        }
    }
}
