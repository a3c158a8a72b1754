//! The character encodings of SAS, by the number in a file's header.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5,
    ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_13, ISO_8859_14, ISO_8859_15, MACINTOSH, SHIFT_JIS, UTF_8,
    WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// The encoding of a number ("SAS National Language Support: Reference", ENCODING values); nothing for those of mainframes and
/// DOS that the Encoding Standard leaves out.
pub(super) fn encoding(number: u8) -> Option<&'static Encoding> {
    Some(match number {
        // None, any, ASCII, Latin 1 and Windows: the last knows all characters of the others.
        0 | 28 | 29 | 62 | 204 => WINDOWS_1252,
        20 => UTF_8,
        30 => ISO_8859_2,
        31 => ISO_8859_3,
        32 => ISO_8859_4,
        33 => ISO_8859_5,
        34 => ISO_8859_6,
        35 => ISO_8859_7,
        36 => ISO_8859_8,
        37 | 64 => WINDOWS_1254,
        39 | 51 => WINDOWS_874,
        40 => ISO_8859_15,
        49 => IBM866,
        60 => WINDOWS_1250,
        61 => WINDOWS_1251,
        63 => WINDOWS_1253,
        65 => WINDOWS_1255,
        66 => WINDOWS_1256,
        67 => WINDOWS_1257,
        68 => WINDOWS_1258,
        69 => MACINTOSH,
        76 | 246 => X_MAC_CYRILLIC,
        118 | 123 => BIG5,
        125 | 205 => GB18030,
        126 => GBK,
        134 => EUC_JP,
        136 | 140..=142 => EUC_KR,
        138 | 248 => SHIFT_JIS,
        167 => ISO_2022_JP,
        227 => ISO_8859_14,
        242 => ISO_8859_13,
        _ => return None,
    })
}
