//! A parsed JSON document.
//!
//! Not `serde_json::Value`: texts are borrowed from the document, and an object is a list of fields,
//! since none is large and each is read once. Quicker to make, and 2 kB of the page lighter.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of JSON.
#[derive(Debug)]
pub enum Json<'a> {
    /// `null`, and what is not there.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number that is written as a whole one.
    Whole(i64),
    /// Any other number.
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Json<'a>>),
    /// An object: its names, which are texts, and values.
    Object(Vec<(Json<'a>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// The field of this name in an object; of several the last.
    // Most of what reading takes is spent here. Compiled for size, each step of an iterator would be
    // a call, and so would be the comparison of texts of which one is longer.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let mut fields = self.fields();
        while let [others @ .., (field, value)] = fields {
            if let Self::Text(field) = field
                && field.len() == name.len()
                && *field == *name
            {
                return Some(value);
            }
            fields = others;
        }
        None
    }

    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The values of an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::List(values) => Some(values),
            _ => None,
        }
    }

    /// The fields of an object; of anything else none.
    pub fn fields(&self) -> &[(Json<'a>, Self)] {
        match self {
            Self::Object(fields) => fields,
            _ => &[],
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is a text.
    pub fn is_string(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        matches!(self, Self::List(_))
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

impl PartialEq<str> for Json<'_> {
    fn eq(&self, text: &str) -> bool {
        self.as_str() == Some(text)
    }
}

impl PartialEq<bool> for Json<'_> {
    fn eq(&self, holds: &bool) -> bool {
        matches!(self, Self::Bool(value) if value == holds)
    }
}

impl<'a> Deserialize<'a> for Json<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'a> Visitor<'a> for Reader {
    type Value = Json<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'a>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'a>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'a>, E> {
        Ok(Json::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'a>, E> {
        Ok(i64::try_from(value).map_or(Json::Number(value as f64), Json::Whole))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'a>, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'a>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Json<'a>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut values: A) -> Result<Json<'a>, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'a>>(self, mut fields: A) -> Result<Json<'a>, A::Error> {
        let mut object = Vec::new();
        while let Some(field) = fields.next_entry()? {
            object.push(field);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json<'_> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_document_reads_as_what_it_is() {
        let document = read(r#"{"a": [null, true, -3, 2.5, "x"], "b": {"c": "d\n"}}"#);
        let list = document.get("a").unwrap().as_array().unwrap();
        assert!(matches!(
            list,
            [
                Json::Null,
                Json::Bool(true),
                Json::Whole(-3),
                Json::Number(_),
                Json::Text(Cow::Borrowed("x"))
            ]
        ));
        assert_eq!(
            document.get("b").unwrap().get("c").unwrap().as_str(),
            Some("d\n")
        );
        assert!(document.get("c").is_none() && list.first().unwrap().get("a").is_none());
    }

    #[test]
    fn of_fields_with_the_same_name_the_last_counts() {
        assert!(*read(r#"{"a": "first", "a": "last"}"#).get("a").unwrap() == *"last");
    }

    #[test]
    fn a_number_too_large_for_a_whole_one_is_a_number() {
        assert!(matches!(read("9223372036854775807"), Json::Whole(i64::MAX)));
        assert!(matches!(read("9223372036854775808"), Json::Number(_)));
    }
}
