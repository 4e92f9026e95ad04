//! Base64url without padding, as keys and signatures travel.

use super::PlatformError;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes as base64url without padding.
#[must_use]
pub fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=chunk.len() {
            let six = (bits >> (18 - 6 * place)) & 63;
            let letter = usize::try_from(six).ok().and_then(|six| LETTERS.get(six));
            text.extend(letter.map(|letter| char::from(*letter)));
        }
    }
    text
}

/// Reads base64url without padding.
///
/// # Errors
/// [`PlatformError`] when the text is not that, or has bits to spare that are not zero.
pub fn from_base64(text: &str) -> Result<Vec<u8>, PlatformError> {
    let wrong = || PlatformError("base64url expected".into());
    let mut bytes = Vec::new();
    for chunk in text.as_bytes().chunks(4) {
        let mut bits: u32 = 0;
        for letter in chunk {
            let six = LETTERS.iter().position(|other| other == letter).ok_or_else(wrong)?;
            bits = bits << 6 | u32::try_from(six).unwrap_or(0);
        }
        bits <<= 6 * (4 - chunk.len());
        let whole = chunk.len() - 1;
        if whole == 0 || whole < 3 && bits << (8 + 8 * whole) != 0 {
            return Err(wrong());
        }
        bytes.extend(bits.to_be_bytes().iter().skip(1).take(whole));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn bytes_and_text_mirror_each_other() {
        // RFC 4648, section 10, without padding.
        let pairs = [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg")];
        for (bytes, text) in pairs {
            assert_eq!(to_base64(bytes.as_bytes()), text);
            assert_eq!(from_base64(text), Ok(bytes.as_bytes().to_vec()));
        }
        assert_eq!(to_base64(&[0xfb, 0xff, 0xfe]), "-__-");
        for bad in ["Z", "Zg==", "Zm9v+", "Zh", "Zm9vZ", "ä"] {
            assert!(from_base64(bad).is_err(), "{bad}");
        }
    }
}
