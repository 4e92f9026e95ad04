//! Which currencies are tender in a country or territory (CLDR 47 territory data, and Bulgaria's
//! change to the euro in 2026).

use super::Currency;

/// `currency:regions`, each region by its two letters of ISO 3166-1.
const TENDER: &str = "\
AED:AE AFN:AF ALL:AL AMD:AM AOA:AO ARS:AR AUD:AUCCCXHMKINFNRTV AWG:AW AZN:AZ BAM:BA BBD:BB \
BDT:BD BHD:BH BIF:BI BMD:BM BND:BN BOB:BO BRL:BR BSD:BS BTN:BT BWP:BW BYN:BY BZD:BZ CAD:CA \
CDF:CD CHF:CHLI CLP:CL CNY:CN COP:CO CRC:CR CUP:CU CVE:CV CZK:CZ DJF:DJ DKK:DKFOGL DOP:DO DZD:DZ \
EGP:EG ERN:ER ETB:ET \
EUR:ADATAXBEBGBLCYDEEAEEESEUFIFRGFGPGRHRICIEITLTLULVMCMEMFMQMTNLPMPTRESISKSMTFVAXKYT FJD:FJ \
FKP:FK GBP:GBGGGSIMJETA GEL:GE GHS:GH GIP:GI GMD:GM GNF:GN GTQ:GT GYD:GY HKD:HK HNL:HN HTG:HT \
HUF:HU IDR:ID ILS:ILPS INR:BTIN IQD:IQ IRR:IR ISK:IS JMD:JM JOD:JOPS JPY:JP KES:KE KGS:KG KHR:KH \
KMF:KM KPW:KP KRW:KR KWD:KW KYD:KY KZT:KZ LAK:LA LBP:LB LKR:LK LRD:LR LSL:LS LYD:LY MAD:EHMA \
MDL:MD MGA:MG MKD:MK MMK:MM MNT:MN MOP:MO MRU:MR MUR:MU MVR:MV MWK:MW MXN:MX MYR:MY MZN:MZ \
NAD:NA NGN:NG NIO:NI NOK:BVNOSJ NPR:NP NZD:CKNUNZPNTK OMR:OM PAB:PA PEN:PE PGK:PG PHP:PH PKR:PK \
PLN:PL PYG:PY QAR:QA RON:RO RSD:RS RUB:RU RWF:RW SAR:SA SBD:SB SCR:SC SDG:SD SEK:SE SGD:SG \
SHP:ACSH SLE:SL SOS:SO SRD:SR SSP:SS STN:ST SYP:SY SZL:SZ THB:TH TJS:TJ TMT:TM TND:TN TOP:TO \
TRY:TR TTD:TT TWD:TW TZS:TZ UAH:UA UGX:UG USD:ASBQDGECFMGUHTIOMHMPPAPRPWSVTCTLUMUSVGVIZW UYU:UY \
UZS:UZ VES:VE VND:VN VUV:VU WST:WS XAF:CFCGCMGAGQTD XCD:AGAIDMGDKNLCMSVC XCG:CWSX \
XOF:BFBJCIGWMLNESNTG XPF:NCPFWF YER:YE ZAR:LSNAZA ZMW:ZM ZWG:ZW";

/// Returns the currencies that are legal tender in a region, by its two capital letters, in the
/// order of their codes; none for an unknown region. Most regions have one.
pub fn currencies_of(region: &str) -> impl Iterator<Item = Currency> {
    TENDER.split(' ').filter_map(move |entry| {
        let (code, regions) = entry.split_once(':')?;
        let (pairs, _) = regions.as_bytes().as_chunks::<2>();
        let is_tender = pairs.iter().any(|pair| pair == region.as_bytes());
        is_tender.then(|| Currency::from_code(code).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(region: &str, expect: &[&str]) {
        let got: Vec<String> = currencies_of(region).map(String::from).collect();
        assert_eq!(got, expect, "{region}");
    }

    #[test]
    fn regions_have_their_currencies() {
        check("FI", &["EUR"]);
        check("BG", &["EUR"]);
        check("CH", &["CHF"]);
        check("BT", &["BTN", "INR"]);
        for none in ["", "F", "fi", "ZZ", "FIN", "IF"] {
            check(none, &[]);
        }
    }

    #[test]
    fn every_entry_is_a_known_currency() {
        for entry in TENDER.split(' ') {
            let (code, regions) = entry.split_once(':').unwrap();
            assert!(Currency::from_code(code).is_ok() && regions.len() % 2 == 0, "{entry}");
        }
    }
}
