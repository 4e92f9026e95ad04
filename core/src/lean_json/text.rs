//! The syntax, without any type. Nothing here is generic: it exists once.

use std::borrow::Cow;

use super::{DEPTH_MAX, JsonError, Reader};

impl<'a> Reader<'a> {
    /// Returns the next byte that is not white space, without taking it; 0 at the end.
    #[inline(never)]
    pub(super) fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return *byte;
            }
            self.at += 1;
        }
        0
    }

    #[inline(never)]
    pub(super) fn take(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.peek() != byte {
            return Err(self.wrong(char::from(byte).encode_utf8(&mut [0; 4])));
        }
        self.at += 1;
        Ok(())
    }

    #[inline(never)]
    pub(super) fn open(&mut self, byte: u8) -> Result<(), JsonError> {
        self.take(byte)?;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.wrong("a value that is less deep"));
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn close(&mut self, byte: u8) -> Result<(), JsonError> {
        self.depth -= 1;
        self.take(byte)
    }

    /// Returns whether there is another item before `end`, and takes the comma before it.
    #[inline(never)]
    pub(super) fn goes_on(&mut self, first: &mut bool, end: u8) -> Result<bool, JsonError> {
        if self.peek() == end {
            return Ok(false);
        }
        if !std::mem::replace(first, false) {
            self.take(b',')?;
            if self.peek() == end {
                return Err(self.wrong("another item"));
            }
        }
        Ok(true)
    }

    #[inline(never)]
    pub(super) fn end(&mut self) -> Result<(), JsonError> {
        if self.peek() != 0 || self.at < self.text.len() {
            return Err(self.wrong("the end"));
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn word(&mut self, word: &str) -> Result<(), JsonError> {
        self.peek();
        if !self.rest().starts_with(word) {
            return Err(self.wrong(word));
        }
        self.at += word.len();
        Ok(())
    }

    #[inline(never)]
    pub(super) fn boolean(&mut self) -> Result<bool, JsonError> {
        let value = self.peek() == b't';
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    /// Reads an integer: its sign and its digits.
    #[inline(never)]
    pub(super) fn number(&mut self) -> Result<(bool, u64), JsonError> {
        let negative = self.peek() == b'-';
        let start = self.at + usize::from(negative);
        let bytes = self.text.as_bytes();
        let mut at = start;
        let mut value: u64 = 0;
        while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            let more = value.checked_mul(10).and_then(|v| v.checked_add(u64::from(digit - b'0')));
            value = more.ok_or_else(|| self.wrong("a smaller number"))?;
            at += 1;
        }
        let leading_zero = at - start > 1 && bytes.get(start) == Some(&b'0');
        let fraction = matches!(bytes.get(at), Some(b'.' | b'e' | b'E'));
        if at == start || leading_zero || fraction {
            return Err(self.wrong("a whole number"));
        }
        self.at = at;
        Ok((negative, value))
    }

    /// Reads a string; without escapes it is not copied.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.take(b'"')?;
        let text = self.text;
        let mut owned = String::new();
        loop {
            let rest = text.get(self.at..).unwrap_or_default();
            let stop = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            let stop = stop.ok_or_else(|| self.wrong("the end of a string"))?;
            let (plain, special) = rest.split_at(stop);
            self.at += stop + 1;
            match special.as_bytes().first() {
                Some(b'"') if owned.is_empty() => return Ok(Cow::Borrowed(plain)),
                Some(b'"') => {
                    owned.push_str(plain);
                    return Ok(Cow::Owned(owned));
                }
                Some(b'\\') => {
                    owned.push_str(plain);
                    owned.push(self.escape()?);
                }
                _ => return Err(self.wrong("no control character")),
            }
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, JsonError> {
        let letter = self.text.as_bytes().get(self.at).copied().unwrap_or(0);
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let high = self.hex()?;
                let code = if (0xd800..0xdc00).contains(&high) && self.rest().starts_with("\\u") {
                    self.at += 2;
                    let low = self.hex()?;
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err(self.wrong("the other half of a character"));
                    }
                    0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)
                } else {
                    high
                };
                char::from_u32(code).ok_or_else(|| self.wrong("a character"))?
            }
            _ => return Err(self.wrong("an escape")),
        })
    }

    fn hex(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or_default();
        let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| plain);
        let code = code.ok_or_else(|| self.wrong("four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }

    /// Passes over a value, whatever it is.
    #[inline(never)]
    pub(super) fn skip(&mut self) -> Result<(), JsonError> {
        match self.peek() {
            b'"' => self.string().map(drop),
            open @ (b'{' | b'[') => {
                let end = if open == b'{' { b'}' } else { b']' };
                self.open(open)?;
                let mut first = true;
                while self.goes_on(&mut first, end)? {
                    if open == b'{' {
                        self.string()?;
                        self.take(b':')?;
                    }
                    self.skip()?;
                }
                self.close(end)
            }
            b'n' => self.word("null"),
            b't' | b'f' => self.boolean().map(drop),
            _ => {
                let part = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
                let len = self.rest().bytes().take_while(|byte| part(*byte)).count();
                if len == 0 {
                    return Err(self.wrong("a value"));
                }
                self.at += len;
                Ok(())
            }
        }
    }

    #[inline(never)]
    pub(super) fn wrong(&self, wanted: &str) -> JsonError {
        JsonError(format!("{wanted} expected at byte {}", self.at))
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}
