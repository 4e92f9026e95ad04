//! The values of a document, as serde asks for them.
//!
//! What is generic here is compiled once for each type that is read, so it is kept thin: all work
//! is done in functions that are not. Fields and variants are found in the lists that serde
//! hands over, and answered by their number.

use serde::de::value::U64Deserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer as _, Visitor};

use super::error::ReadError;
use super::open::{Elements, Fields, Members, Variant};
use super::scan::{Number, Scan};

/// How deep values may stand in each other.
const DEPTH_MAX: u32 = 64;

/// What becomes of a field that a type does not have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    Refused,
    Passed,
}

pub(super) struct Reader<'a> {
    pub(super) scan: Scan<'a>,
    pub(super) unknown: Unknown,
    depth: u32,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a str, unknown: Unknown) -> Self {
        Self { scan: Scan::new(text), unknown, depth: 0 }
    }

    /// Refuses whatever follows the document.
    pub(super) fn end(&mut self) -> Result<(), ReadError> {
        match self.scan.next() {
            None => Ok(()),
            Some(_) => Err(self.scan.syntax("the document goes on after its end")),
        }
    }

    /// Goes into a list or an object.
    pub(super) fn enter(&mut self, sign: u8, name: &str) -> Result<(), ReadError> {
        if self.depth == DEPTH_MAX {
            return Err(ReadError::new("json.depth", "values are nested too deep"));
        }
        self.depth += 1;
        if self.scan.next() != Some(sign) {
            return Err(self.scan.mistaken(name));
        }
        self.scan.take(sign);
        Ok(())
    }

    pub(super) fn leave(&mut self, sign: u8) -> Result<(), ReadError> {
        self.depth -= 1;
        self.scan.expect(sign, "a comma or the end is expected")
    }

    /// Goes to the next of several values; false at the end.
    pub(super) fn advance(&mut self, first: bool, end: u8) -> Result<bool, ReadError> {
        if self.scan.next() == Some(end) {
            return Ok(false);
        }
        if !first {
            self.scan.expect(b',', "a comma or the end is expected")?;
        }
        Ok(true)
    }

    /// Takes a string and returns its place among those that are known, or the string.
    pub(super) fn place(
        &mut self,
        known: &'static [&'static str],
    ) -> Result<Result<usize, String>, ReadError> {
        let name = self.scan.string()?;
        let place = known.iter().position(|other| *other == name);
        Ok(place.ok_or_else(|| name.into_owned()))
    }

    /// Passes over a value of any kind.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        match self.scan.next() {
            Some(b'"') => self.scan.string().map(drop),
            Some(b'{') => self.skip_all(b'{', b'}'),
            Some(b'[') => self.skip_all(b'[', b']'),
            Some(b'n') => self.scan.word("null"),
            Some(b't' | b'f') => self.boolean().map(drop),
            _ => self.scan.skip_number(),
        }
    }

    /// Goes to a member of an object and returns its text.
    pub(super) fn member(&mut self, name: &str) -> Result<&'a str, ReadError> {
        self.enter(b'{', "an object")?;
        let mut first = true;
        while self.advance(first, b'}')? {
            first = false;
            let is_wanted = self.scan.string()? == name;
            self.scan.expect(b':', "a colon is expected")?;
            self.scan.next();
            let start = self.scan.at;
            self.skip()?;
            if is_wanted {
                return Ok(self.scan.since(start));
            }
        }
        Err(ReadError::missing(name))
    }

    fn skip_all(&mut self, sign: u8, end: u8) -> Result<(), ReadError> {
        self.enter(sign, "a value")?;
        let mut first = true;
        while self.advance(first, end)? {
            first = false;
            if sign == b'{' {
                self.scan.string()?;
                self.scan.expect(b':', "a colon is expected")?;
            }
            self.skip()?;
        }
        self.leave(end)
    }

    fn unsigned(&mut self) -> Result<u64, ReadError> {
        match self.scan.number()? {
            Number::Positive(value) => Ok(value),
            Number::Negative(_) => Err(ReadError::new("json.value", "the number is below zero")),
        }
    }

    fn signed(&mut self) -> Result<i64, ReadError> {
        match self.scan.number()? {
            Number::Positive(value) => i64::try_from(value).map_err(|_| ReadError::too_large()),
            Number::Negative(value) => Ok(value),
        }
    }

    fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.scan.next() {
            Some(b't') => self.scan.word("true").map(|()| true),
            Some(b'f') => self.scan.word("false").map(|()| false),
            _ => Err(self.scan.mistaken("a boolean")),
        }
    }

    fn is_null(&mut self) -> Result<bool, ReadError> {
        if self.scan.next() != Some(b'n') {
            return Ok(false);
        }
        self.scan.word("null").map(|()| true)
    }

    /// Goes to a variant; true if it has content.
    fn variant(&mut self) -> Result<bool, ReadError> {
        match self.scan.next() {
            Some(b'"') => Ok(false),
            Some(b'{') => self.enter(b'{', "an object").map(|()| true),
            _ => Err(self.scan.mistaken("a string or an object with one field")),
        }
    }
}

/// Answers a question for a field or variant by its number.
pub(super) fn numbered<'a, S: DeserializeSeed<'a>>(
    seed: S,
    place: usize,
) -> Result<S::Value, ReadError> {
    let number: U64Deserializer<ReadError> =
        u64::try_from(place).unwrap_or(u64::MAX).into_deserializer();
    seed.deserialize(number)
}

macro_rules! numbers {
    ($($method:ident $read:ident $visit:ident),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            visitor.$visit(self.$read()?)
        }
    )+};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = ReadError;

    /// What is read says what it wants, but for a name that may stand alone or over content.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.scan.next() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'{') => {
                self.enter(b'{', "an object")?;
                let value = visitor.visit_map(Members::of(self))?;
                self.leave(b'}')?;
                Ok(value)
            }
            _ => Err(self.scan.mistaken("a string or an object")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.skip()?;
        visitor.visit_unit()
    }

    numbers! {
        deserialize_bool boolean visit_bool,
        deserialize_u8 unsigned visit_u64,
        deserialize_u16 unsigned visit_u64,
        deserialize_u32 unsigned visit_u64,
        deserialize_u64 unsigned visit_u64,
        deserialize_i8 signed visit_i64,
        deserialize_i16 signed visit_i64,
        deserialize_i32 signed visit_i64,
        deserialize_i64 signed visit_i64,
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_str(&self.scan.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_string(self.scan.string()?.into_owned())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.is_null()? { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.enter(b'[', "a list")?;
        let value = visitor.visit_seq(Elements::of(self))?;
        self.leave(b']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.enter(b'{', "an object")?;
        let value = visitor.visit_map(Fields::of(self, fields))?;
        self.leave(b'}')?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let has_content = self.variant()?;
        let value = visitor.visit_enum(Variant::of(self, variants, has_content))?;
        if has_content {
            self.leave(b'}')?;
        }
        Ok(value)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple_struct map identifier f32 f64
    }
}

impl<'a> EnumAccess<'a> for Variant<'_, 'a> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(
        mut self,
        seed: V,
    ) -> Result<(V::Value, Self), ReadError> {
        let place = self.find()?;
        Ok((numbered(seed, place)?, self))
    }
}
