//! The active currencies of ISO 4217 list one that have a minor unit (amendments up to 2026-01).

/// Records of seven characters, sorted: three letters, three digits of the numeric code, one
/// digit for the decimal places. Funds (BOV, CHE, CLF, ...) are in it; metals and units of
/// account without a minor unit (XAU, XDR, XXX, ...) are not, since no price can be in them.
const TABLE: &str = "\
AED7842AFN9712ALL0082AMD0512AOA9732ARS0322AUD0362AWG5332AZN9442BAM9772BBD0522BDT0502BHD0483\
BIF1080BMD0602BND0962BOB0682BOV9842BRL9862BSD0442BTN0642BWP0722BYN9332BZD0842CAD1242CDF9762\
CHE9472CHF7562CHW9482CLF9904CLP1520CNY1562COP1702COU9702CRC1882CUP1922CVE1322CZK2032DJF2620\
DKK2082DOP2142DZD0122EGP8182ERN2322ETB2302EUR9782FJD2422FKP2382GBP8262GEL9812GHS9362GIP2922\
GMD2702GNF3240GTQ3202GYD3282HKD3442HNL3402HTG3322HUF3482IDR3602ILS3762INR3562IQD3683IRR3642\
ISK3520JMD3882JOD4003JPY3920KES4042KGS4172KHR1162KMF1740KPW4082KRW4100KWD4143KYD1362KZT3982\
LAK4182LBP4222LKR1442LRD4302LSL4262LYD4343MAD5042MDL4982MGA9692MKD8072MMK1042MNT4962MOP4462\
MRU9292MUR4802MVR4622MWK4542MXN4842MXV9792MYR4582MZN9432NAD5162NGN5662NIO5582NOK5782NPR5242\
NZD5542OMR5123PAB5902PEN6042PGK5982PHP6082PKR5862PLN9852PYG6000QAR6342RON9462RSD9412RUB6432\
RWF6460SAR6822SBD0902SCR6902SDG9382SEK7522SGD7022SHP6542SLE9252SOS7062SRD9682SSP7282STN9302\
SVC2222SYP7602SZL7482THB7642TJS9722TMT9342TND7883TOP7762TRY9492TTD7802TWD9012TZS8342UAH9802\
UGX8000USD8402USN9972UYI9400UYU8582UYW9274UZS8602VED9262VES9282VND7040VUV5480WST8822XAD3962\
XAF9500XCD9512XCG5322XOF9520XPF9530YER8862ZAR7102ZMW9672ZWG9242";

/// A row of the table.
#[derive(Copy, Clone)]
pub(super) struct Row {
    pub(super) code: [u8; 3],
    pub(super) numeric: u16,
    pub(super) digits: u8,
}

/// Finds a currency by its letters.
pub(super) fn by_code(code: [u8; 3]) -> Option<Row> {
    let (records, _) = TABLE.as_bytes().as_chunks::<7>();
    let at = records.binary_search_by(|record| record.split_at(3).0.cmp(&code)).ok()?;
    records.get(at).map(row)
}

/// Finds a currency by its numeric code.
pub(super) fn by_numeric(numeric: u16) -> Option<Row> {
    rows().find(|row| row.numeric == numeric)
}

/// All currencies, by their letters.
pub(super) fn rows() -> impl Iterator<Item = Row> {
    TABLE.as_bytes().as_chunks::<7>().0.iter().map(row)
}

fn row(record: &[u8; 7]) -> Row {
    let [a, b, c, hundreds, tens, ones, digits] = *record;
    let figure = |byte: u8| u16::from(byte - b'0');
    Row {
        code: [a, b, c],
        numeric: figure(hundreds) * 100 + figure(tens) * 10 + figure(ones),
        digits: digits - b'0',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert_eq!(TABLE.len() % 7, 0);
        assert!(rows().map(|row| row.code).is_sorted());
        for row in rows() {
            assert!(row.code.iter().all(u8::is_ascii_uppercase) && row.digits <= 4);
            assert!(row.numeric < 1000 && by_numeric(row.numeric).unwrap().code == row.code);
        }
    }
}
