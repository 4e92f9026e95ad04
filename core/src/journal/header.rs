//! The part of an entry that every version of the product understands.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::hash::Hash256;
use crate::ids::{EntryId, RegisterId};
use crate::time::Timestamp;

/// What places an entry in its chain. A server takes an act that it does not know yet: it is
/// durable first and projected when a later version understands it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EntryHeader {
    pub v: u8,
    pub id: EntryId,
    pub register: RegisterId,
    pub seq: u64,
    pub at: Timestamp,
    pub prev: Hash256,
    /// The word that the act goes by, such as `sale`.
    #[serde(rename = "act", deserialize_with = "act_name")]
    pub kind: String,
}

/// Reads `"name"` or the one key of `{"name": ...}`.
fn act_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Name;

    impl<'de> Visitor<'de> for Name {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an act: its name, or one name with what belongs to it")
        }

        fn visit_str<E>(self, name: &str) -> Result<String, E> {
            Ok(name.to_owned())
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
            let missing = || serde::de::Error::invalid_length(0, &"one act");
            let name = map.next_key::<String>()?.ok_or_else(missing)?;
            map.next_value::<IgnoredAny>()?;
            if map.next_key::<IgnoredAny>()?.is_some() {
                return Err(serde::de::Error::invalid_length(2, &"one act"));
            }
            Ok(name)
        }
    }

    deserializer.deserialize_any(Name)
}
