//! The encoding of a file's texts, as it names it.

use encoding_rs::{EUC_JP, EUC_KR, Encoding, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// By the name of the encoding record: `UTF-8`, `windows-1252`, `CP932`, `ISO_8859-1`, `ascii`.
pub(crate) fn encoding_of_name(name: &[u8]) -> Option<&'static Encoding> {
    let name = String::from_utf8_lossy(name);
    let name = name.trim_matches([' ', '\0']).to_ascii_lowercase();
    let encoding = Encoding::for_label(name.as_bytes()).or_else(|| {
        let digits = name.find(|character: char| character.is_ascii_digit())?;
        match &name[..digits] {
            "cp" | "windows-" | "windows_" | "ibm" | "ibm-" | "ms" => encoding_of_code(name[digits..].parse().ok()?),
            _ => None,
        }
    });
    encoding.filter(|encoding| encoding.is_ascii_compatible())
}

/// By a code page of Windows; nothing for the codes that programs write whatever the encoding is (2, "7-bit ASCII").
pub(crate) fn encoding_of_code(code: i32) -> Option<&'static Encoding> {
    match code {
        819 | 20127 => Some(WINDOWS_1252), // Latin-1 and ASCII are parts of it.
        866 => Some(IBM866),
        874 | 9066 => Encoding::for_label(b"windows-874"),
        932 => Some(SHIFT_JIS),
        936 => Encoding::for_label(b"gbk"),
        949 | 51949 => Some(EUC_KR),
        950 => Encoding::for_label(b"big5"),
        1250..=1258 => Encoding::for_label(format!("windows-{code}").as_bytes()),
        10000 => Some(MACINTOSH),
        20866 => Encoding::for_label(b"koi8-r"),
        21866 => Encoding::for_label(b"koi8-u"),
        28591..=28606 => Encoding::for_label(format!("iso-8859-{}", code - 28590).as_bytes()),
        51932 => Some(EUC_JP),
        54936 => Encoding::for_label(b"gb18030"),
        65001 => Some(UTF_8),
        _ => None,
    }
}

/// A text of the dictionary, its padding left out; bytes that the encoding does not know become U+FFFD.
pub(crate) fn decoded(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(unpadded(bytes)).0.into_owned()
}

/// A text without the spaces, or NULs, that fill it up.
#[inline]
pub(crate) fn unpadded(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !matches!(byte, b' ' | 0)).map_or(0, |last| last + 1);
    &bytes[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names and codes that the PSPP developers' guide lists as found in system files.
    #[test]
    fn names_and_codes_found_in_files_are_known() {
        for (name, expected) in [
            ("UTF-8", "UTF-8"),
            ("utf8", "UTF-8"),
            ("WINDOWS-1252", "windows-1252"),
            ("cp1252", "windows-1252"),
            ("ansi_x3.4-1968", "windows-1252"),
            ("ascii", "windows-1252"),
            ("iso-8859-1", "windows-1252"),
            ("cp28605", "ISO-8859-15"),
            ("cp874", "windows-874"),
            ("windows-1258", "windows-1258"),
            ("euc-kr", "EUC-KR"),
            ("BIG5", "Big5"),
            ("cp950", "Big5"),
            ("gbk", "GBK"),
            ("cp932", "Shift_JIS"),
            ("windows-31j", "Shift_JIS"),
            ("CP65001 ", "UTF-8"),
        ] {
            assert_eq!(encoding_of_name(name.as_bytes()).map(Encoding::name), Some(expected), "{name}");
        }
        assert_eq!(encoding_of_name(b"cp437"), None);
        assert_eq!(encoding_of_name(b"utf-16le"), None);
        for (code, expected) in [
            (819, "windows-1252"),
            (874, "windows-874"),
            (9066, "windows-874"),
            (932, "Shift_JIS"),
            (936, "GBK"),
            (949, "EUC-KR"),
            (950, "Big5"),
            (1251, "windows-1251"),
            (20127, "windows-1252"),
            (28591, "windows-1252"),
            (28592, "ISO-8859-2"),
            (28605, "ISO-8859-15"),
            (65001, "UTF-8"),
        ] {
            assert_eq!(encoding_of_code(code).map(Encoding::name), Some(expected), "{code}");
        }
        assert_eq!(encoding_of_code(2), None);
    }
}
