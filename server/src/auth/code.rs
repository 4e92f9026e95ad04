//! Enrolment codes: short enough to type, 60 random bits, used once.

use sha2::{Digest, Sha256};

/// Crockford's base 32: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Draws a code of the form `XXXX-XXXX-XXXX`.
#[must_use]
pub fn draw() -> String {
    let bytes = super::random::<12>();
    let letters = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let mut code = String::with_capacity(14);
    for (at, letter) in letters.enumerate() {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}

/// Returns the digest under which a code is stored, however it was typed: case, spaces and
/// hyphens do not matter, `O` is zero, `I` and `L` are one.
#[must_use]
pub fn digest(typed: &str) -> [u8; 32] {
    let normal: String = typed
        .chars()
        .filter(|char| !char.is_whitespace() && *char != '-')
        .map(|char| match char.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    Sha256::digest(format!("titan-pos enrol {normal}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = draw();
        assert_eq!(code.len(), 14);
        assert_ne!(code, draw());
        assert_eq!(digest(&code), digest(&code.to_lowercase().replace('-', " ")));
        assert_eq!(digest("O0IL-1"), digest("00111"));
        assert_ne!(digest("A"), digest("B"));
    }
}
