//! GS1 prefixes: who gave out a number, and for what use.
//!
//! A prefix says where a number was issued, not where goods come from.

mod company;

pub use company::CompanyPrefixes;

/// The first digits of a number and their use.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Prefix<'a> {
    pub digits: &'a str,
    /// In the words of the list that GS1 publishes.
    pub usage: &'static str,
}

/// How far a number of restricted circulation is known.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Circulation {
    /// In a country, by the rules of its GS1 organisation: variable measure, as a rule.
    Region,
    /// In one company, by its own rules.
    Company,
}

const IN_COMPANY: &str = "Used to issue Restricted Circulation Numbers within a company";
const IN_COMPANY_04: &str = "Used to issue GS1 Restricted Circulation Numbers within a company";
const IN_REGION_02: &str =
    "Used to issue Restricted Circulation Numbers within a geographic region (MO defined)";
const IN_REGION_2: &str =
    "Used to issue GS1 Restricted Circulation Numbers within a geographic region (MO defined)";
const NO_GTIN_8: &str = "Unused to avoid collision with GTIN-8";
const FUTURE: &str = "Managed by GS1 Global Office for future MO";
const RESERVED_8: &str = "Reserved for future use";
const UK_8: &str = "GS1 UK - GTIN-8";
const GLOBAL_8: &str = "GS1 Global Office - GTIN-8";

/// `(first, last, usage)` of the list of GS1 prefixes, in rising order; first and last have as
/// many digits as the prefixes between them. What is missing is not given out.
const PREFIXES: &[(&str, &str, &str)] = &[
    ("0000000", "0000000", IN_COMPANY),
    ("0000001", "0000099", NO_GTIN_8),
    ("00001", "00009", "GS1 US"),
    ("0001", "0009", "GS1 US"),
    ("001", "019", "GS1 US"),
    ("020", "029", IN_REGION_02),
    ("030", "039", "GS1 US"),
    ("040", "049", IN_COMPANY_04),
    ("050", "059", "GS1 US reserved for future use"),
    ("060", "139", "GS1 US"),
    ("200", "299", IN_REGION_2),
    ("300", "379", "GS1 France"),
    ("380", "380", "GS1 Bulgaria"),
    ("381", "381", "GS1 Kosovo"),
    ("383", "383", "GS1 Slovenija"),
    ("385", "385", "GS1 Croatia"),
    ("387", "387", "GS1 BIH (Bosnia-Herzegovina)"),
    ("389", "389", "GS1 Montenegro"),
    ("400", "440", "GS1 Germany"),
    ("450", "459", "GS1 Japan"),
    ("460", "469", "GS1 Russia"),
    ("470", "470", "GS1 Kyrgyzstan"),
    ("471", "471", "GS1 Chinese Taipei"),
    ("474", "474", "GS1 Estonia"),
    ("475", "475", "GS1 Latvia"),
    ("476", "476", "GS1 Azerbaijan"),
    ("477", "477", "GS1 Lithuania"),
    ("478", "478", "GS1 Uzbekistan"),
    ("479", "479", "GS1 Sri Lanka"),
    ("480", "480", "GS1 Philippines"),
    ("481", "481", "GS1 Belarus"),
    ("482", "482", "GS1 Ukraine"),
    ("483", "483", "GS1 Turkmenistan"),
    ("484", "484", "GS1 Moldova"),
    ("485", "485", "GS1 Armenia"),
    ("486", "486", "GS1 Georgia"),
    ("487", "487", "GS1 Kazakstan"),
    ("488", "488", "GS1 Tajikistan"),
    ("489", "489", "GS1 Hong Kong, China"),
    ("490", "499", "GS1 Japan"),
    ("500", "509", "GS1 UK"),
    ("520", "521", "GS1 Association Greece"),
    ("528", "528", "GS1 Lebanon"),
    ("529", "529", "GS1 Cyprus"),
    ("530", "530", "GS1 Albania"),
    ("531", "531", "GS1 Macedonia"),
    ("535", "535", "GS1 Malta"),
    ("539", "539", "GS1 Ireland"),
    ("540", "549", "GS1 Belgium & Luxembourg"),
    ("560", "560", "GS1 Portugal"),
    ("569", "569", "GS1 Iceland"),
    ("570", "579", "GS1 Denmark"),
    ("590", "590", "GS1 Poland"),
    ("594", "594", "GS1 Romania"),
    ("599", "599", "GS1 Hungary"),
    ("600", "601", "GS1 South Africa"),
    ("603", "603", "GS1 Ghana"),
    ("604", "604", "GS1 Senegal"),
    ("605", "605", "GS1 Uganda"),
    ("606", "606", "GS1 Angola"),
    ("607", "607", "GS1 Oman"),
    ("608", "608", "GS1 Bahrain"),
    ("609", "609", "GS1 Mauritius"),
    ("610", "610", FUTURE),
    ("611", "611", "GS1 Morocco"),
    ("613", "613", "GS1 Algeria"),
    ("614", "614", FUTURE),
    ("615", "615", "GS1 Nigeria"),
    ("616", "616", "GS1 Kenya"),
    ("617", "617", "GS1 Cameroon"),
    ("618", "618", "GS1 Côte d'Ivoire"),
    ("619", "619", "GS1 Tunisia"),
    ("620", "620", "GS1 Tanzania"),
    ("621", "621", "GS1 Syria"),
    ("622", "622", "GS1 Egypt"),
    ("623", "623", FUTURE),
    ("624", "624", "GS1 Libya"),
    ("625", "625", "GS1 Jordan"),
    ("626", "626", "GS1 Iran"),
    ("627", "627", "GS1 Kuwait"),
    ("628", "628", "GS1 Saudi Arabia"),
    ("629", "629", "GS1 Emirates"),
    ("630", "630", "GS1 Qatar"),
    ("631", "631", "GS1 Namibia"),
    ("632", "632", "GS1 Rwanda"),
    ("640", "649", "GS1 Finland"),
    ("680", "681", "GS1 China"),
    ("690", "699", "GS1 China"),
    ("700", "709", "GS1 Norway"),
    ("729", "729", "GS1 Israel"),
    ("730", "739", "GS1 Sweden"),
    ("740", "740", "GS1 Guatemala"),
    ("741", "741", "GS1 El Salvador"),
    ("742", "742", "GS1 Honduras"),
    ("743", "743", "GS1 Nicaragua"),
    ("744", "744", "GS1 Costa Rica"),
    ("745", "745", "GS1 Panama"),
    ("746", "746", "GS1 Republica Dominicana"),
    ("750", "750", "GS1 Mexico"),
    ("754", "755", "GS1 Canada"),
    ("758", "758", FUTURE),
    ("759", "759", "GS1 Venezuela"),
    ("760", "769", "GS1 Switzerland"),
    ("770", "771", "GS1 Colombia"),
    ("773", "773", "GS1 Uruguay"),
    ("775", "775", "GS1 Peru"),
    ("777", "777", "GS1 Bolivia"),
    ("778", "779", "GS1 Argentina"),
    ("780", "780", "GS1 Chile"),
    ("784", "784", "GS1 Paraguay"),
    ("786", "786", "GS1 Ecuador"),
    ("789", "790", "GS1 Brasil"),
    ("800", "839", "GS1 Italy"),
    ("840", "849", "GS1 Spain"),
    ("850", "850", "GS1 Cuba"),
    ("858", "858", "GS1 Slovakia"),
    ("859", "859", "GS1 Czech"),
    ("860", "860", "GS1 Serbia"),
    ("865", "865", "GS1 Mongolia"),
    ("867", "867", "GS1 North Korea"),
    ("868", "869", "GS1 Türkiye"),
    ("870", "879", "GS1 Netherlands"),
    ("880", "881", "GS1 South Korea"),
    ("883", "883", "GS1 Myanmar"),
    ("884", "884", "GS1 Cambodia"),
    ("885", "885", "GS1 Thailand"),
    ("887", "887", "GS1 Laos"),
    ("888", "888", "GS1 Singapore"),
    ("890", "890", "GS1 India"),
    ("893", "893", "GS1 Vietnam"),
    ("894", "894", FUTURE),
    ("896", "896", "GS1 Pakistan"),
    ("899", "899", "GS1 Indonesia"),
    ("900", "919", "GS1 Austria"),
    ("930", "939", "GS1 Australia"),
    ("940", "949", "GS1 New Zealand"),
    ("950", "950", "GS1 Global Office"),
    ("951", "951", "Global Office - General Manager Number"),
    ("952", "952", "Used for demonstrations and examples of the GS1 system"),
    ("955", "955", "GS1 Malaysia"),
    ("958", "958", "GS1 Macau, China"),
    ("960", "961", UK_8),
    ("9620", "9624", UK_8),
    ("9625", "9626", "GS1 Poland - GTIN-8"),
    ("9627", "9629", GLOBAL_8),
    ("963", "969", "Global Office - GTIN-8"),
    ("977", "977", "Serial publications (ISSN)"),
    ("978", "979", "Bookland (ISBN)"),
    ("980", "980", "Refund receipts"),
    ("981", "983", "GS1 coupon identification for common currency areas"),
    ("99", "99", "GS1 coupon identification"),
];

/// Returns the GS1 prefix of a GTIN-13, GLN or SSCC or of its first digits; `None` where it is
/// not given out or the text is too short.
#[must_use]
pub fn gs1_prefix(code: &str) -> Option<Prefix<'_>> {
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    PREFIXES.iter().find_map(|(first, last, usage)| {
        let digits = code.get(..first.len())?;
        (*first <= digits && digits <= *last).then_some(Prefix { digits, usage })
    })
}

/// Returns the GS1-8 prefix of a GTIN-8 or of its first digits: three digits, of which 000 to 099
/// and 200 to 299 are for use within a company (GS1 General Specifications, section 1.4.3).
#[must_use]
pub fn gs1_8_prefix(code: &str) -> Option<Prefix<'_>> {
    let digits = code.get(..3)?;
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match digits.parse::<u16>().ok()? {
        0..=99 | 200..=299 => Some(Prefix { digits, usage: IN_COMPANY }),
        977..=999 => Some(Prefix { digits, usage: RESERVED_8 }),
        _ => gs1_prefix(code).map(|prefix| Prefix { digits, ..prefix }),
    }
}

impl super::Gtin {
    /// Returns how far the number circulates if it is restricted (GS1 General Specifications,
    /// sections 2.1.11 and 2.1.12); `None` for numbers that are unique in the world.
    #[must_use]
    pub fn circulation(self) -> Option<Circulation> {
        if self.shortest() == 8 {
            let code = self.in_digits(8).ok()?;
            return gs1_8_prefix(&code).and_then(Prefix::circulation);
        }
        let code = self.in_digits(13).ok()?;
        gs1_prefix(&code).and_then(Prefix::circulation)
    }
}

impl Prefix<'_> {
    /// Returns how far numbers of the prefix circulate if they are restricted.
    #[must_use]
    pub fn circulation(self) -> Option<Circulation> {
        match self.usage {
            IN_COMPANY | IN_COMPANY_04 => Some(Circulation::Company),
            IN_REGION_02 | IN_REGION_2 => Some(Circulation::Region),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::barcode::Gtin;
    use crate::catalog::barcode::check::check_digit;

    #[test]
    fn prefixes_are_found_by_their_own_length() {
        let find = |code| gs1_prefix(code).map(|prefix| (prefix.digits, prefix.usage));
        assert_eq!(find("4006381333931"), Some(("400", "GS1 Germany")));
        assert_eq!(find("0000000123456"), Some(("0000000", IN_COMPANY)));
        assert_eq!(find("0000123456784"), Some(("00001", "GS1 US")));
        assert_eq!(find("9913"), Some(("99", "GS1 coupon identification")));
        assert_eq!(find("9625"), Some(("9625", "GS1 Poland - GTIN-8")));
        for none in ["", "4", "0000", "1400000000000", "40a", "４００"] {
            assert_eq!(find(none), None, "{none}");
        }
        assert_eq!(gs1_8_prefix("96250000").unwrap().digits, "962");
        assert_eq!(gs1_8_prefix("2"), None);
    }

    #[test]
    fn the_list_rises_and_does_not_overlap() {
        assert!(PREFIXES.iter().all(|(first, last, _)| first <= last && first.len() == last.len()));
        assert!(PREFIXES.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn restricted_numbers_are_known_as_such() {
        let of = |payload: &str| {
            let code = format!("{payload}{}", check_digit(payload).unwrap());
            Gtin::parse(&code).unwrap().circulation()
        };
        assert_eq!(of("210000102750"), Some(Circulation::Region));
        assert_eq!(of("21000010275"), Some(Circulation::Region), "GTIN-12 with prefix 2");
        assert_eq!(of("041234567890"), Some(Circulation::Company));
        assert_eq!(of("2000001"), Some(Circulation::Company));
        assert_eq!(of("400638133393"), None);
        assert_eq!(of("1210000102750"), None, "a case is not restricted");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,14}|[0-9]{0,14}") {
            let _ = (gs1_prefix(&text), gs1_8_prefix(&text));
        }
    }
}
