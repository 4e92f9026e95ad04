//! Text into the smallest pieces: blanks, strings, whole numbers.

use std::borrow::Cow;

use super::error::ReadError;

/// A place in a text.
pub(super) struct Scan<'a> {
    text: &'a str,
    pub(super) at: usize,
}

/// A whole number as JSON wrote it.
pub(super) enum Number {
    Positive(u64),
    Negative(i64),
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Returns the text from a place to here.
    pub(super) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Skips blanks and returns what comes next without taking it.
    pub(super) fn next(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Takes a sign if it comes next.
    pub(super) fn take(&mut self, sign: u8) -> bool {
        let found = self.next() == Some(sign);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, sign: u8, name: &str) -> Result<(), ReadError> {
        if self.take(sign) { Ok(()) } else { Err(self.syntax(name)) }
    }

    /// Takes a word such as `true`.
    pub(super) fn word(&mut self, word: &str) -> Result<(), ReadError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(self.syntax("a value is expected"));
        }
        self.at += word.len();
        Ok(())
    }

    pub(super) fn syntax(&self, message: &str) -> ReadError {
        ReadError::syntax(message, self.at)
    }

    /// Says what stands here instead of what is wanted.
    pub(super) fn mistaken(&mut self, wanted: &str) -> ReadError {
        let found = match self.next() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a string",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "a number",
            _ => return self.syntax("a value is expected"),
        };
        ReadError::new("json.type", format!("{wanted} is expected, not {found}"))
    }

    /// Takes a string; borrowed unless it has escapes.
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if !self.take(b'"') {
            return Err(self.mistaken("a string"));
        }
        let first = self.run()?;
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(first));
        }
        let mut text = first.to_owned();
        while self.peek() == Some(b'\\') {
            self.at += 1;
            text.push(self.escape()?);
            text.push_str(self.run()?);
        }
        self.at += 1;
        Ok(Cow::Owned(text))
    }

    /// Takes everything up to a quote or an escape.
    fn run(&mut self) -> Result<&'a str, ReadError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_end = |byte: u8| byte == b'"' || byte == b'\\' || byte < 0x20;
        let length = rest.bytes().position(is_end).unwrap_or(rest.len());
        self.at += length;
        match self.peek() {
            Some(b'"' | b'\\') => Ok(rest.get(..length).unwrap_or_default()),
            _ => Err(self.syntax("the string does not end")),
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        let sign = self.peek().unwrap_or_default();
        self.at += 1;
        Ok(match sign {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return Err(self.syntax("there is no such escape")),
        })
    }

    fn code_point(&mut self) -> Result<char, ReadError> {
        let high = self.four_digits()?;
        let code = if (0xD800..0xDC00).contains(&high) {
            self.word("\\u")?;
            let low = self.four_digits()?;
            let low = low.checked_sub(0xDC00).filter(|low| *low < 0x400);
            low.map(|low| 0x1_0000 + ((high - 0xD800) << 10) + low)
        } else {
            Some(high)
        };
        code.and_then(char::from_u32).ok_or_else(|| self.syntax("half a character is escaped"))
    }

    fn four_digits(&mut self) -> Result<u32, ReadError> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += 4;
        code.ok_or_else(|| self.syntax("four hexadecimal digits are expected"))
    }

    /// Takes a number; one with a fraction or beyond 64 bits is refused.
    pub(super) fn number(&mut self) -> Result<Number, ReadError> {
        if !matches!(self.next(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.mistaken("a whole number"));
        }
        let negative = self.take(b'-');
        let start = self.at;
        let mut value: Option<u64> = Some(0);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            let digit = u64::from(digit - b'0');
            value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit));
            self.at += 1;
        }
        let digits = self.text.as_bytes().get(start..self.at).unwrap_or_default();
        if digits.is_empty() || (digits.len() > 1 && digits.starts_with(b"0")) {
            return Err(self.syntax("a value is expected"));
        }
        let is_minus_zero = negative && value == Some(0);
        if is_minus_zero || matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return Err(ReadError::new("json.type", "a whole number is expected"));
        }
        let value = value.ok_or_else(ReadError::too_large)?;
        if !negative {
            return Ok(Number::Positive(value));
        }
        0_i64.checked_sub_unsigned(value).map(Number::Negative).ok_or_else(ReadError::too_large)
    }

    /// Passes over a number of any kind; nobody looks at it.
    pub(super) fn skip_number(&mut self) -> Result<(), ReadError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let length = rest.as_bytes().iter().take_while(|byte| part(byte)).count();
        self.at += length;
        if length == 0 { Err(self.syntax("a value is expected")) } else { Ok(()) }
    }
}
