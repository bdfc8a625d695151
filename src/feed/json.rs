//! A parsed JSON document.
//!
//! Faster and smaller than `serde_json::Value` (docs/decisions/004-json.md): strings are
//! borrowed from the document, and an object is a list of fields, because objects are small.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::fmt::itoa;

/// Parses a document. Also returns whether a number is out of the range of doubles, which RFC 8259 lets a parser
/// reject (section 6).
///
/// # Errors
/// The document is not JSON.
pub fn parse(text: &str) -> serde_json::Result<(Value<'_>, bool)> {
    let (value, may_be_out_of_range) = parse_unchecked(text)?;
    let is_out_of_range = may_be_out_of_range && value.is_out_of_range();
    Ok((value, is_out_of_range))
}

/// Parses a document without checking the range of its numbers. Also returns whether one may be out of the range of
/// doubles: only [`parse`] says whether it is.
///
/// # Errors
/// The document is not JSON.
// Not an error of its own: `serde_json` has code to format those, which makes the wasm larger.
pub fn parse_unchecked(text: &str) -> serde_json::Result<(Value<'_>, bool)> {
    let may_be_out_of_range = Cell::new(false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = ValueSeed(&may_be_out_of_range).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, may_be_out_of_range.get()))
}

/// A JSON value.
#[derive(Debug)]
pub enum Value<'a> {
    /// `null`; also stands for a missing value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without a fraction or an exponent.
    Integer(i64),
    /// Any other number, as written in the document.
    Number(Cow<'a, str>),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object: its names, which are strings, and values.
    Object(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// An object, or the number that `serde_json` has written as one; and whether that may be out of the
    /// range of doubles: only [`Value::is_out_of_range`] says whether it is.
    pub(super) fn of_fields(mut fields: Vec<(Self, Self)>) -> (Self, bool) {
        if let [(Self::String(name), Self::String(number))] = &mut fields[..]
            && *name == NUMBER
        {
            let may_be_out_of_range = may_be_out_of_range(number);
            return (Self::Number(std::mem::take(number)), may_be_out_of_range);
        }
        (Self::Object(fields), false)
    }

    /// The field of this name in an object; of several, the last.
    // The hot path of reading. With `opt-level = "z"`, each step of an iterator is a call, and so is a
    // comparison of strings; comparing the lengths first avoids most of those.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let mut fields = self.fields();
        while let [others @ .., (field, value)] = fields {
            if let Self::String(field) = field
                && field.len() == name.len()
                && *field == *name
            {
                return Some(value);
            }
            fields = others;
        }
        None
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of an integer, however it is written: `1e3` and `1000.0` are 1000 too. With a fraction or an
    /// exponent, its absolute value is less than 2^53, because other parsers read a double.
    pub fn as_integer(&self) -> Option<i64> {
        let text = match self {
            Self::Integer(number) => return Some(*number),
            Self::Number(text) => text,
            _ => return None,
        };
        let (digits, shift) = scaled(text);
        let number: i64 = digits.parse().ok()?;
        let integer = match 10_i64.checked_pow(shift.unsigned_abs()) {
            _ if number == 0 => Some(0),
            Some(power) if shift >= 0 => number.checked_mul(power),
            Some(power) if number % power == 0 => Some(number / power),
            _ => None,
        };
        integer.filter(|integer| integer.unsigned_abs() < MAX_SAFE_INTEGER)
    }

    /// Whether a number in it is out of the range of doubles.
    pub(super) fn is_out_of_range(&self) -> bool {
        match self {
            Self::Number(number) => is_too_large(number),
            Self::Array(values) => values.iter().any(Self::is_out_of_range),
            Self::Object(fields) => fields.iter().any(|(_, value)| value.is_out_of_range()),
            _ => false,
        }
    }

    /// The value of an integer without a fraction and an exponent.
    pub fn as_plain_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The values of an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    /// The fields of an object; empty for any other value.
    pub fn fields(&self) -> &[(Value<'a>, Self)] {
        match self {
            Self::Object(fields) => fields,
            _ => &[],
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is a string.
    pub fn is_string(&self) -> bool {
        matches!(self, Self::String(_))
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

impl PartialEq<str> for Value<'_> {
    fn eq(&self, text: &str) -> bool {
        self.as_str() == Some(text)
    }
}

impl PartialEq<bool> for Value<'_> {
    fn eq(&self, holds: &bool) -> bool {
        matches!(self, Self::Bool(value) if value == holds)
    }
}

/// Deserializes a value. The cell says whether a number may be out of the range of doubles.
#[derive(Clone, Copy)]
struct ValueSeed<'s>(&'s Cell<bool>);

impl<'a> DeserializeSeed<'a> for ValueSeed<'_> {
    type Value = Value<'a>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Value<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Doubles represent every integer up to this one exactly: 2^53.
const MAX_SAFE_INTEGER: u64 = 1 << 53;

/// The name of the field that `serde_json` gives a number with a fraction or an exponent with the
/// feature `arbitrary_precision`. The number stays text, so the wasm has no code that parses doubles.
const NUMBER: &str = "$serde_json::private::Number";

/// The digits of a number without the decimal point, and the power of ten to multiply them by.
fn scaled(number: &str) -> (String, i32) {
    let (digits, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    // An exponent that does not parse has too many digits: it counts as the largest.
    let largest = if exponent.starts_with('-') {
        -MAX_EXPONENT
    } else {
        MAX_EXPONENT
    };
    let exponent = exponent
        .parse()
        .unwrap_or(largest)
        .clamp(-MAX_EXPONENT, MAX_EXPONENT);
    let places = i32::try_from(fraction.len()).unwrap_or(MAX_EXPONENT);
    ([whole, fraction].concat(), exponent.saturating_sub(places))
}

const MAX_EXPONENT: i32 = 1_000_000_000;

/// Whether a number may be out of the range of doubles, because it is long or has an exponent.
fn may_be_out_of_range(number: &str) -> bool {
    number.len() > f64::MAX_10_EXP as usize || number.bytes().any(|byte| byte | 0x20 == b'e')
}

/// Whether a number is out of the range of doubles.
fn is_too_large(number: &str) -> bool {
    let (digits, shift) = scaled(number);
    let digits = digits.trim_start_matches(['-', '0']).len();
    let places = i32::try_from(digits).unwrap_or(MAX_EXPONENT);
    places > 0 && places.saturating_add(shift) > f64::MAX_10_EXP + 1
}

impl<'a> Visitor<'a> for ValueSeed<'_> {
    type Value = Value<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'a>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'a>, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value<'a>, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value<'a>, E> {
        Ok(i64::try_from(value).map_or_else(
            |_| {
                let part = |number: u64| itoa(number.cast_signed());
                let digits = [&*part(value / 10), &*part(value % 10)].concat();
                Value::Number(Cow::Owned(digits))
            },
            Value::Integer,
        ))
    }

    /// Never called with the feature `arbitrary_precision`. The default implementation would add code
    /// that formats doubles.
    fn visit_f64<E>(self, _: f64) -> Result<Value<'a>, E> {
        Ok(Value::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'a>, E> {
        Ok(Value::String(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Value<'a>, E> {
        Ok(Value::String(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut values: A) -> Result<Value<'a>, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'a>>(self, mut fields: A) -> Result<Value<'a>, A::Error> {
        let mut object = Vec::new();
        while let Some(field) = fields.next_entry_seed(self, self)? {
            object.push(field);
        }
        let (value, may_be_out_of_range) = Value::of_fields(object);
        if may_be_out_of_range {
            self.0.set(true);
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value<'_> {
        parse(text).unwrap().0
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let document = read(r#"{"a": [null, true, -3, 2.5, "x"], "b": {"c": "d\n"}}"#);
        let list = document.get("a").unwrap().as_array().unwrap();
        assert!(matches!(
            list,
            [
                Value::Null,
                Value::Bool(true),
                Value::Integer(-3),
                Value::Number(Cow::Owned(_)),
                Value::String(Cow::Borrowed("x"))
            ]
        ));
        assert_eq!(
            document.get("b").unwrap().get("c").unwrap().as_str(),
            Some("d\n")
        );
        assert!(document.get("c").is_none() && list.first().unwrap().get("a").is_none());
    }

    #[test]
    fn of_fields_with_the_same_name_the_last_wins() {
        assert!(*read(r#"{"a": "first", "a": "last"}"#).get("a").unwrap() == *"last");
    }

    #[test]
    fn an_integer_is_read_in_any_format() {
        for (text, number) in [
            ("-3", Some(-3)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("1.5e9", Some(1_500_000_000)),
            ("1E+3", Some(1_000)),
            ("1200e-2", Some(12)),
            ("7.50", None),
            ("-2.0", Some(-2)),
            ("0e999", Some(0)),
            ("9007199254740991.0", Some(9_007_199_254_740_991)),
            ("1e16", None),
            ("1e308", None),
            ("1e-999", None),
            ("1e-99999999999", None),
        ] {
            assert_eq!(read(text).as_integer(), number, "{text}");
        }
    }

    #[test]
    fn a_number_out_of_the_range_of_doubles_is_reported() {
        let long = "9".repeat(310);
        for text in ["1e309", "-0.1e310", "1e99999999999", &*long] {
            assert!(parse(text).unwrap().1, "{text}");
        }
        let zeros = format!("0e{long}");
        for text in ["1e308", "0.00001e312", &*zeros, &*"9".repeat(308)] {
            assert!(!parse(text).unwrap().1, "{text}");
        }
    }
}
