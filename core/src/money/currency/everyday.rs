//! How many decimal places people write, where that is not what ISO 4217 and banks count in
//! (CLDR 47 currency fractions; former currencies are kept for old documents).

/// The decimal places and the smallest coin of everyday use.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Everyday {
    /// Decimal places on screens and price tags.
    pub digits: u8,
    /// Decimal places of amounts paid in cash.
    pub cash_digits: u8,
    /// What cash is rounded to, in units of the last cash digit; 0 and 1 mean that digit.
    pub cash_rounding: u8,
}

/// `(digits, cash digits, cash rounding, codes)`; every other currency has 2, 2 and 0.
const EXCEPTIONS: &[(u8, u8, u8, &str)] = &[
    (
        0,
        0,
        0,
        "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA \
MGF MMK MRO PYG RSD RWF SLL SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK \
ZWD",
    ),
    (2, 0, 0, "AMD COP CRC CZK GYD HUF IDR MNT MUR NOK PKR SEK TWD TZS UZS VEF"),
    (3, 3, 0, "BHD JOD KWD LYD OMR TND"),
    (2, 2, 5, "CAD CHF"),
    (4, 4, 0, "CLF UYW"),
    (2, 2, 50, "DKK"),
];

impl Everyday {
    /// Returns the usage for a currency code of today or of the past.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let own = EXCEPTIONS.iter().find(|(.., codes)| codes.split(' ').any(|it| it == code));
        let (digits, cash_digits, cash_rounding, _) = own.copied().unwrap_or((2, 2, 0, ""));
        Self { digits, cash_digits, cash_rounding }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_use_may_differ_from_iso() {
        let of = |code| {
            let Everyday { digits, cash_digits, cash_rounding } = Everyday::of(code);
            (digits, cash_digits, cash_rounding)
        };
        assert_eq!(of("EUR"), (2, 2, 0));
        assert_eq!(of("IQD"), (0, 0, 0));
        assert_eq!(of("CHF"), (2, 2, 5));
        assert_eq!(of("SEK"), (2, 0, 0));
        assert_eq!(of("ITL"), (0, 0, 0));
    }
}
