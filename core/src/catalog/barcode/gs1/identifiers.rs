//! Which application identifiers there are, and the form of their data (GS1 General
//! Specifications, release 25, figure 3.2-1).

/// One entry per identifier or family: `identifiers=form`.
///
/// Identifiers are one number, a range (`11-13`), or a range of the first three digits with the
/// highest fourth digit (`310-316/5` is 3100 to 3105, 3110 to 3115, ...). The form is a sequence
/// of parts: `n` digits, `x` the 82 characters of element strings, `y` the 39 of component
/// numbers, `z` those of base64url; then the length, or the smallest and largest length.
const IDENTIFIERS: &str = "00=n18 01-03=n14 10=x1-20 11-13=n6 15-17=n6 20=n2 21-22=x1-20 \
235=x1-28 240-241=x1-30 242=n1-6 243=x1-20 250-251=x1-30 253=n13+x0-17 254=x1-20 255=n13+n0-12 \
30=n1-8 310-316/5=n6 320-337/5=n6 340-357/5=n6 360-369/5=n6 37=n1-8 390/9=n1-15 391/9=n3+n1-15 \
392/9=n1-15 393/9=n3+n1-15 394/3=n4 395/5=n6 400-401=x1-30 402=n17 403=x1-30 410-417=n13 \
420=x1-20 421=n3+x1-9 422=n3 423=n3-15 424=n3 425=n3-15 426=n3 427=x1-3 4300-4301=x1-35 \
4302-4306=x1-70 4307=x2 4308=x1-30 4309=n20 4310-4311=x1-35 4312-4316=x1-70 4317=x2 4318=x1-20 \
4319=x1-30 4320=x1-35 4321-4323=n1 4324-4325=n10 4326=n6 4330-4333=n6+x0-1 7001=n13 7002=x1-30 \
7003=n10 7004=n1-4 7005=x1-12 7006=n6 7007=n6-12 7008=x1-3 7009=x1-10 7010=x1-2 7011=n6-10 \
7020-7022=x1-20 7023=x1-30 7030-7039=n3+x1-27 7040=n1+x3 7041=x1-4 710-717=x1-20 7230-7239=x3-30 \
7240=x1-20 7241=n2 7242=x1-25 7250=n8 7251=n12 7252=n1 7253-7254=x1-40 7255=x1-10 7256=x1-90 \
7257=x1-70 7258=n1+x1+n1 7259=x1-40 8001=n14 8002=x1-20 8003=n14+x0-16 8004=x1-30 8005=n6 \
8006=n18 8007=x1-34 8008=n8-12 8009=x1-50 8010=y1-30 8011=n1-12 8012=x1-20 8013-8014=x1-25 \
8017-8018=n18 8019=n1-10 8020=x1-25 8026=n18 8030=z1-90 8040-8041=n15 8042=n32 8043=n18-20 \
8110=x1-70 8111=n4 8112=x1-70 8200=x1-70 90=x1-30 91-99=x1-90";

/// An identifier of the table.
#[derive(Copy, Clone)]
pub(super) struct Identifier<'a> {
    digits: &'a str,
    form: &'static str,
}

impl<'a> Identifier<'a> {
    /// Finds the identifier that `text` begins with; no identifier begins with another one.
    pub(super) fn at_start_of(text: &'a str) -> Option<Self> {
        IDENTIFIERS.split(' ').find_map(|entry| {
            let (names, form) = entry.split_once('=')?;
            let (names, decimals) = names.split_once('/').unwrap_or((names, ""));
            let (first, last) = names.split_once('-').unwrap_or((names, names));
            let stem = text.get(..first.len())?;
            let digits = text.get(..first.len() + decimals.len())?;
            let fourth = digits.get(stem.len()..)?;
            let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            let known = all_digits && (first..=last).contains(&stem) && fourth <= decimals;
            known.then_some(Self { digits, form })
        })
    }

    pub(super) const fn digits(self) -> &'a str {
        self.digits
    }

    /// Returns how many bytes at the start of `run` are the data; `None` if they do not have the
    /// form. Data of variable length is as long as it may be.
    pub(super) fn data_length(self, run: &str) -> Option<usize> {
        let mut taken = 0_usize;
        for part in self.form.split('+') {
            let (kind, lengths) = part.split_at_checked(1)?;
            let (least, most) = lengths.split_once('-').unwrap_or((lengths, lengths));
            let (least, most) = (least.parse::<usize>().ok()?, most.parse::<usize>().ok()?);
            let rest = run.get(taken..)?;
            let fits = rest.bytes().take(most).take_while(|byte| is_of(kind, *byte)).count();
            if fits < least {
                return None;
            }
            taken += fits;
        }
        Some(taken)
    }
}

/// Returns whether data of the identifier ends where it must, so that no separator is needed
/// behind it (figure 7.8.5-1: by the first two digits, for all time).
pub(super) fn has_predefined_length(identifier: &str) -> bool {
    let two = identifier.get(..2).and_then(|two| two.parse::<u8>().ok());
    matches!(two, Some(0..=4 | 11..=20 | 31..=36 | 41))
}

/// The characters of figures 7.11-1 to 7.11-3.
fn is_of(kind: &str, byte: u8) -> bool {
    match kind {
        "n" => byte.is_ascii_digit(),
        "y" => byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"#-/".contains(&byte),
        "z" => byte.is_ascii_alphanumeric() || b"-_".contains(&byte),
        _ => byte.is_ascii_alphanumeric() || b"!\"%&'()*+,-./:;<=>?_".contains(&byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Option<&str> {
        Identifier::at_start_of(text).map(Identifier::digits)
    }

    #[test]
    fn families_have_their_decimals() {
        assert_eq!(known("3105000000"), Some("3105"));
        assert_eq!(known("3106000000"), None);
        assert_eq!(known("3909"), Some("3909"));
        assert_eq!(known("3944"), None);
        assert_eq!(known("0104"), Some("01"));
        assert_eq!(known("2351"), Some("235"));
        for none in ["", "0", "04", "14", "23", "338", "3170", "ab", "３１"] {
            assert_eq!(known(none), None, "{none}");
        }
    }

    /// Reading needs no look-ahead because of this.
    #[test]
    fn no_identifier_begins_with_another() {
        for number in 0..10_000 {
            let text = format!("{number:04}");
            let shorter = (1..4).filter(|length| known(&text[..*length]) == Some(&text[..*length]));
            assert!(shorter.count() <= 1, "{text}");
        }
    }

    #[test]
    fn forms_are_well_made() {
        for entry in IDENTIFIERS.split(' ') {
            let (_, form) = entry.split_once('=').unwrap();
            for part in form.split('+') {
                let (kind, lengths) = part.split_at(1);
                let (least, most) = lengths.split_once('-').unwrap_or((lengths, lengths));
                assert!("nxyz".contains(kind), "{entry}");
                assert!(least.parse::<usize>().unwrap() <= most.parse().unwrap(), "{entry}");
            }
        }
    }
}
