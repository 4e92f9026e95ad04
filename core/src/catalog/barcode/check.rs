//! Check digits (GS1 General Specifications, section 7.9).

/// Returns the digits of a text of nothing but 0 to 9.
pub(super) fn figures(text: &str) -> Option<Vec<u8>> {
    text.bytes().map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect()
}

/// Returns whether `digits` ends in the right check digit of the GS1 family (EAN-8, UPC-A,
/// EAN-13, GTIN-14, SSCC): weights 3 and 1 alternate from the right, the sum is a multiple of ten.
#[must_use]
pub fn has_check_digit(digits: &str) -> bool {
    let Some((at, _)) = digits.char_indices().next_back() else { return false };
    let (payload, last) = digits.split_at(at);
    check_digit(payload).is_some_and(|digit| last.bytes().eq([b'0' + digit]))
}

/// Returns the check digit to put behind `payload` (section 7.9.1); `None` unless it is one or
/// more digits.
#[must_use]
pub fn check_digit(payload: &str) -> Option<u8> {
    let digits = figures(payload).filter(|digits| !digits.is_empty())?;
    let weights = [3_u32, 1].into_iter().cycle();
    let sum: u32 =
        digits.iter().rev().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    u8::try_from((10 - sum % 10) % 10).ok()
}

/// Products of a digit with a weight, reduced as section 7.9.2 says.
const TWO_MINUS: [u8; 10] = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
const THREE: [u8; 10] = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
const FIVE_PLUS: [u8; 10] = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
const FIVE_MINUS: [u8; 10] = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];

/// Returns the verifier of a price or weight field of four (section 7.9.3) or five digits (7.9.4).
#[must_use]
pub fn measure_check_digit(field: &str) -> Option<u8> {
    let digits = figures(field)?;
    let sum = |weights: &[&[u8; 10]]| -> Option<u32> {
        let products = digits.iter().zip(weights).map(|(digit, weight)| {
            weight.get(usize::from(*digit)).map(|product| u32::from(*product))
        });
        products.sum()
    };
    match digits.len() {
        4 => {
            let sum = sum(&[&TWO_MINUS, &TWO_MINUS, &THREE, &FIVE_MINUS])?;
            u8::try_from(sum * 3 % 10).ok()
        }
        5 => {
            let sum = sum(&[&FIVE_PLUS, &TWO_MINUS, &FIVE_MINUS, &FIVE_PLUS, &TWO_MINUS])?;
            let product = (10 - sum % 10) % 10;
            let digit = FIVE_MINUS.iter().position(|it| u32::from(*it) == product)?;
            u8::try_from(digit).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn check_digits_of_the_gs1_family() {
        for good in ["4006381333931", "036000291452", "96385074", "10614141000415"] {
            assert!(has_check_digit(good), "{good}");
        }
        for bad in ["4006381333932", "0", "", "abc", "40063813339３1", "400638133393１"] {
            assert!(!has_check_digit(bad), "{bad}");
        }
        assert_eq!(check_digit(""), None);
    }

    /// 1234: 2 + 4 + 9 + 8 = 23, times 3 is 69. 01234: 0 + 2 + 9 + 6 + 8 = 25, and the five that
    /// are missing to 30 are the product of 1.
    #[test]
    fn verifiers_of_measures() {
        assert_eq!(measure_check_digit("1234"), Some(9));
        assert_eq!(measure_check_digit("01234"), Some(1));
        assert_eq!(measure_check_digit("0000"), Some(0));
        for none in ["", "123", "123456", "12a4", "１234"] {
            assert_eq!(measure_check_digit(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn a_code_with_its_check_digit_is_right_and_one_wrong_digit_is_seen(
            payload in "[0-9]{7,17}", at in 0_usize..7, by in 1_u8..10,
        ) {
            let digit = check_digit(&payload).unwrap();
            let code = format!("{payload}{digit}");
            prop_assert!(has_check_digit(&code));
            let mut bytes = code.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(!has_check_digit(std::str::from_utf8(&bytes).unwrap()));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _ = (has_check_digit(&text), check_digit(&text), measure_check_digit(&text));
        }
    }
}
