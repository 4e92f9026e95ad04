//! What stands in lists, objects and variants.

use serde::de::{DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::error::ReadError;
use super::reader::{Reader, Unknown, numbered};

/// The elements of a list.
pub(super) struct Elements<'r, 'a> {
    reader: &'r mut Reader<'a>,
    index: usize,
}

impl<'r, 'a> Elements<'r, 'a> {
    pub(super) const fn of(reader: &'r mut Reader<'a>) -> Self {
        Self { reader, index: 0 }
    }
}

impl<'a> SeqAccess<'a> for Elements<'_, 'a> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        if !self.reader.advance(self.index == 0, b']')? {
            return Ok(None);
        }
        self.index += 1;
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.in_element(self.index - 1)),
        }
    }
}

/// The fields of an object.
pub(super) struct Fields<'r, 'a> {
    reader: &'r mut Reader<'a>,
    known: &'static [&'static str],
    first: bool,
    current: Option<usize>,
}

impl<'r, 'a> Fields<'r, 'a> {
    pub(super) const fn of(reader: &'r mut Reader<'a>, known: &'static [&'static str]) -> Self {
        Self { reader, known, first: true, current: None }
    }

    /// Takes the name of the next field that the type has.
    fn key(&mut self) -> Result<Option<usize>, ReadError> {
        while self.reader.advance(self.first, b'}')? {
            self.first = false;
            let place = self.reader.place(self.known)?;
            if let (Err(name), Unknown::Refused) = (&place, self.reader.unknown) {
                return Err(ReadError::unknown(name, self.known));
            }
            self.reader.scan.expect(b':', "a colon is expected")?;
            match place {
                Ok(place) => {
                    self.current = Some(place);
                    return Ok(self.current);
                }
                Err(_) => self.reader.skip()?,
            }
        }
        Ok(None)
    }

    fn name(&self) -> &'static str {
        self.current.and_then(|at| self.known.get(at)).copied().unwrap_or_default()
    }
}

impl<'a> MapAccess<'a> for Fields<'_, 'a> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        match self.key()? {
            Some(place) => numbered(seed, place).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.in_key(self.name())),
        }
    }
}

/// The members of an object whose names no type knows beforehand.
pub(super) struct Members<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

impl<'r, 'a> Members<'r, 'a> {
    pub(super) const fn of(reader: &'r mut Reader<'a>) -> Self {
        Self { reader, first: true }
    }
}

impl<'a> MapAccess<'a> for Members<'_, 'a> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        if !self.reader.advance(self.first, b'}')? {
            return Ok(None);
        }
        self.first = false;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        self.reader.scan.expect(b':', "a colon is expected")?;
        seed.deserialize(&mut *self.reader)
    }
}

/// One of several kinds: `"name"`, or `{"name": content}`.
pub(super) struct Variant<'r, 'a> {
    reader: &'r mut Reader<'a>,
    known: &'static [&'static str],
    has_content: bool,
    name: &'static str,
}

impl<'r, 'a> Variant<'r, 'a> {
    pub(super) const fn of(
        reader: &'r mut Reader<'a>,
        known: &'static [&'static str],
        has_content: bool,
    ) -> Self {
        Self { reader, known, has_content, name: "" }
    }

    /// Takes the name and returns its number.
    pub(super) fn find(&mut self) -> Result<usize, ReadError> {
        let place = self.reader.place(self.known)?;
        let place = place.map_err(|name| ReadError::none_of(&name, self.known))?;
        self.name = self.known.get(place).copied().unwrap_or_default();
        if self.has_content {
            self.reader.scan.expect(b':', "a colon is expected")?;
        }
        Ok(place)
    }

    /// Refuses a name alone where content is needed.
    fn need_content(&self) -> Result<(), ReadError> {
        if self.has_content { Ok(()) } else { Err(ReadError::no_content(self.name)) }
    }
}

impl<'a> VariantAccess<'a> for Variant<'_, 'a> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        if self.has_content { Err(ReadError::content(self.name)) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, ReadError> {
        self.need_content()?;
        seed.deserialize(&mut *self.reader).map_err(|error| error.in_key(self.name))
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, ReadError> {
        self.need_content()?;
        self.reader.deserialize_seq(visitor).map_err(|error| error.in_key(self.name))
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.need_content()?;
        let value = self.reader.deserialize_struct("", fields, visitor);
        value.map_err(|error| error.in_key(self.name))
    }
}
