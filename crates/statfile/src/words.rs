//! The texts of a binary file: in the encoding that it names, or that its format has, or that each text shows.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Whether all bytes of a cell are characters of the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decoded {
    Wholly,
    InPart,
}

/// How texts are decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Words {
    /// All in one encoding.
    In(&'static Encoding),
    /// Each that is UTF-8 is UTF-8, any other is Windows-1252: the format names no encoding.
    Undeclared,
}

impl Words {
    /// In the encoding that is declared, if any is.
    pub(crate) fn declared(encoding: Option<&'static Encoding>, otherwise: Self) -> Self {
        encoding.map_or(otherwise, Self::In)
    }

    /// The encoding's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::In(encoding) => encoding.name(),
            Self::Undeclared => UTF_8.name(),
        }
    }

    /// The text of these bytes.
    pub(crate) fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, Decoded) {
        let encoding = match self {
            Self::In(encoding) => encoding,
            Self::Undeclared if std::str::from_utf8(bytes).is_ok() => UTF_8,
            Self::Undeclared => WINDOWS_1252,
        };
        let (text, in_part) = encoding.decode_without_bom_handling(bytes);
        (text, if in_part { Decoded::InPart } else { Decoded::Wholly })
    }

    /// A name or a label: up to the first NUL, trimmed.
    pub(crate) fn label(self, bytes: &[u8]) -> String {
        self.decode(up_to_nul(bytes)).0.trim().to_owned()
    }
}

/// The bytes before the first NUL.
pub(crate) fn up_to_nul(bytes: &[u8]) -> &[u8] {
    bytes.iter().position(|byte| *byte == 0).map_or(bytes, |end| &bytes[..end])
}

/// Nothing where a text is empty.
pub(crate) fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
