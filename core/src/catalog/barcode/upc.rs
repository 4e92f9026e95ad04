//! UPC-E: a UPC-A of which zeros are left out (GS1 General Specifications, section 5.2.2.4).

use super::check::check_digit;
use super::{BarcodeError, Gtin};

/// A zero-suppressed UPC: number system, six digits, check digit.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct UpcE {
    gtin: Gtin,
    system: u8,
    digits: [u8; 6],
    check: u8,
}

impl UpcE {
    /// Reads what scanners send of a UPC-E: six digits (number system 0, no check digit), seven
    /// (no check digit) or eight.
    ///
    /// # Errors
    /// [`BarcodeError::NotDigits`], [`BarcodeError::Length`], [`BarcodeError::NumberSystem`],
    /// [`BarcodeError::CheckDigit`].
    pub fn parse(code: &str) -> Result<Self, BarcodeError> {
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BarcodeError::NotDigits);
        }
        let figure = |byte: u8| byte - b'0';
        let (system, digits, check) = match *code.as_bytes() {
            [a, b, c, d, e, f] => (b'0', [a, b, c, d, e, f], None),
            [system, a, b, c, d, e, f] => (system, [a, b, c, d, e, f], None),
            [system, a, b, c, d, e, f, check] => (system, [a, b, c, d, e, f], Some(check)),
            _ => return Err(BarcodeError::Length(code.len())),
        };
        if !matches!(system, b'0' | b'1') {
            return Err(BarcodeError::NumberSystem(figure(system)));
        }
        let payload = expand(system, digits);
        let right = check_digit(&payload).ok_or(BarcodeError::NotDigits)?;
        if check.is_some_and(|check| figure(check) != right) {
            return Err(BarcodeError::CheckDigit);
        }
        let gtin = Gtin::parse(&format!("{payload}{right}"))?;
        Ok(Self { gtin, system: figure(system), digits: digits.map(figure), check: right })
    }

    /// Returns the UPC-E of a number of at most 12 digits that has the zeros to leave out.
    ///
    /// # Errors
    /// [`BarcodeError::TooLong`], [`BarcodeError::NotCompressible`].
    pub fn compress(gtin: Gtin) -> Result<Self, BarcodeError> {
        let upc_a = gtin.in_digits(12)?;
        let [system, m1, m2, m3, m4, m5, p1, p2, p3, p4, p5, _] = *upc_a.as_bytes() else {
            return Err(BarcodeError::NotCompressible);
        };
        let six = match [m3, m4, m5, p1, p2, p3, p4, p5] {
            [b'0'..=b'2', b'0', b'0', b'0', b'0', ..] => [m1, m2, p3, p4, p5, m3],
            [_, b'0', b'0', b'0', b'0', b'0', ..] => [m1, m2, m3, p4, p5, b'3'],
            [_, _, b'0', b'0', b'0', b'0', b'0', _] => [m1, m2, m3, m4, p5, b'4'],
            [_, _, _, b'0', b'0', b'0', b'0', b'5'..=b'9'] => [m1, m2, m3, m4, m5, p5],
            _ => return Err(BarcodeError::NotCompressible),
        };
        let code: String = [system].iter().chain(&six).map(|byte| char::from(*byte)).collect();
        Self::parse(&code).map_err(|_| BarcodeError::NotCompressible)
    }

    /// Returns the number that it stands for.
    #[must_use]
    pub const fn gtin(self) -> Gtin {
        self.gtin
    }

    /// Returns the number system, 0 or 1.
    #[must_use]
    pub const fn number_system(self) -> u8 {
        self.system
    }

    /// Returns the check digit, which is that of the UPC-A.
    #[must_use]
    pub const fn check_digit(self) -> u8 {
        self.check
    }

    /// Returns number system and six digits, without the check digit.
    #[must_use]
    pub fn payload(self) -> String {
        let all = [self.system].into_iter().chain(self.digits);
        all.map(|digit| char::from(b'0' + digit)).collect()
    }

    /// Returns all eight digits.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}{}", self.payload(), self.check)
    }
}

/// Puts the zeros back; the last of the six digits says where they were. All are ASCII digits.
fn expand(system: u8, [a, b, c, d, e, f]: [u8; 6]) -> String {
    const O: u8 = b'0';
    let digits = match f {
        b'0'..=b'2' => [system, a, b, f, O, O, O, O, c, d, e],
        b'3' => [system, a, b, c, O, O, O, O, O, d, e],
        b'4' => [system, a, b, c, d, O, O, O, O, O, e],
        _ => [system, a, b, c, d, e, O, O, O, O, f],
    };
    digits.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(short: &str, long: &str) {
        let upc = UpcE::parse(short).unwrap();
        assert_eq!(upc.gtin().in_digits(12).unwrap(), long);
        assert_eq!(UpcE::compress(upc.gtin()), Ok(upc));
        assert_eq!(upc.code(), short);
    }

    #[test]
    fn zeros_are_left_out_in_four_ways() {
        check("01210000", "012000001000");
        check("01234531", "012300000451");
        check("01234543", "012340000053");
        check("11234586", "112345000086");
        assert_eq!(UpcE::parse("123453").unwrap().code(), "01234531");
        assert_eq!(UpcE::parse("0123453").unwrap().code(), "01234531");
    }

    #[test]
    fn what_is_not_upc_e_is_refused() {
        assert_eq!(UpcE::parse("01234532"), Err(BarcodeError::CheckDigit));
        assert_eq!(UpcE::parse("21234531"), Err(BarcodeError::NumberSystem(2)));
        assert_eq!(UpcE::parse("12345"), Err(BarcodeError::Length(5)));
        assert_eq!(UpcE::parse("12345a"), Err(BarcodeError::NotDigits));
        let of = |code| UpcE::compress(Gtin::parse(code).unwrap());
        assert_eq!(of("036000291452"), Err(BarcodeError::NotCompressible));
        assert_eq!(of("4006381333931"), Err(BarcodeError::TooLong(12)));
    }

    proptest! {
        #[test]
        fn compressing_undoes_expanding(code in "[01][0-9]{6}") {
            let upc = UpcE::parse(&code).unwrap();
            // Some six digits stand for the same number; the shortest rule of them is used.
            let again = UpcE::compress(upc.gtin()).unwrap();
            prop_assert_eq!(again.gtin(), upc.gtin());
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,9}") {
            let _ = UpcE::parse(&text);
        }
    }
}
