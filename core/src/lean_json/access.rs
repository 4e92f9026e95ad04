//! What is inside of lists, records and choices.

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::{JsonError, Reader};

/// The items of a list.
pub(super) struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

/// The fields of a record.
pub(super) struct Fields<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

/// One of several: a word, or a record of one field.
pub(super) struct Choice<'r, 'a> {
    reader: &'r mut Reader<'a>,
    holds: bool,
}

impl<'r, 'a> Items<'r, 'a> {
    pub(super) const fn new(reader: &'r mut Reader<'a>) -> Self {
        Self { reader, first: true }
    }
}

impl<'r, 'a> Fields<'r, 'a> {
    pub(super) const fn new(reader: &'r mut Reader<'a>) -> Self {
        Self { reader, first: true }
    }
}

impl<'r, 'a> Choice<'r, 'a> {
    pub(super) const fn new(reader: &'r mut Reader<'a>, holds: bool) -> Self {
        Self { reader, holds }
    }
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = JsonError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, JsonError> {
        if !self.reader.goes_on(&mut self.first, b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = JsonError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, JsonError> {
        if !self.reader.goes_on(&mut self.first, b'}')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, JsonError> {
        self.reader.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> EnumAccess<'de> for Choice<'_, '_> {
    type Error = JsonError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), JsonError> {
        let name = self.reader.string()?;
        let variant = seed.deserialize(name.as_ref().into_deserializer())?;
        if self.holds {
            self.reader.take(b':')?;
        }
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_, '_> {
    type Error = JsonError;

    fn unit_variant(self) -> Result<(), JsonError> {
        if self.holds { self.reader.word("null") } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, JsonError> {
        if !self.holds {
            return Err(self.reader.wrong("a choice with its value"));
        }
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonError> {
        if !self.holds {
            return Err(self.reader.wrong("a choice with its values"));
        }
        self.reader.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        if !self.holds {
            return Err(self.reader.wrong("a choice with its fields"));
        }
        self.reader.deserialize_map(visitor)
    }
}
