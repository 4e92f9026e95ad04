//! Company prefixes: how many digits of a number name the company it was given to.

use std::collections::BTreeMap;

/// The lengths of company prefixes, as GS1 publishes them ("GCP length table", some 170,000
/// ranges, changed weekly). The list is given, not part of the product: a till finds goods by
/// the whole number, only an import that groups goods by company needs it.
#[derive(Clone, Debug, Default)]
pub struct CompanyPrefixes {
    lengths: BTreeMap<String, u8>,
}

impl CompanyPrefixes {
    /// Takes pairs of first digits and the length of the company prefixes that begin with them;
    /// length 0 says that no company has them.
    pub fn new(entries: impl IntoIterator<Item = (String, u8)>) -> Self {
        Self { lengths: entries.into_iter().collect() }
    }

    /// Returns whether there is no list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Returns the company prefix at the start of a GTIN-13, GLN or SSCC; `None` where the list
    /// has none or the code is too short.
    #[must_use]
    pub fn find<'a>(&self, code: &'a str) -> Option<&'a str> {
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let starts = (1..=code.len()).filter_map(|length| code.get(..length));
        let length = starts.filter_map(|start| self.lengths.get(start)).next()?;
        code.get(..usize::from(*length)).filter(|prefix| !prefix.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_says_how_long_a_company_prefix_is() {
        let list = CompanyPrefixes::new([("400".into(), 7), ("401".into(), 9), ("20".into(), 0)]);
        assert_eq!(list.find("4006381333931"), Some("4006381"));
        assert_eq!(list.find("4016381333930"), Some("401638133"));
        assert_eq!(list.find("2000000000008"), None);
        assert_eq!(list.find("5000000000005"), None);
        assert_eq!(list.find("40063"), None);
        assert!(CompanyPrefixes::default().is_empty());
    }
}
