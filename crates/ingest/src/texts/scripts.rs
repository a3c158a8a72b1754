//! Which script a few words are of that have no ASCII letter: Arabic, Cyrillic, Greek, Hebrew, Thai, Chinese, Korean.
//!
//! Of a text with some hundred letters `chardetng` knows its encoding. A small survey has fewer: "yes" and "no" over and over. Their
//! words tell that they are not Latin, and in the right encoding they have the letters that its languages have most.

use encoding_rs::{
    EUC_KR, Encoding, GB18030, IBM866, KOI8_U, WINDOWS_874, WINDOWS_1251, WINDOWS_1253, WINDOWS_1255, WINDOWS_1256,
};

/// A script as an encoding has it.
struct Script {
    encoding: &'static Encoding,
    /// The letters of its languages, the most frequent first, or their most frequent characters.
    letters: &'static str,
    /// Words that small surveys are made of.
    words: &'static str,
}

const fn script(encoding: &'static Encoding, letters: &'static str, words: &'static str) -> Script {
    Script { encoding, letters, words }
}

const SCRIPTS: [Script; 10] = [
    script(WINDOWS_1251, CYRILLIC, CYRILLIC_WORDS),
    script(KOI8_U, CYRILLIC, CYRILLIC_WORDS),
    script(IBM866, CYRILLIC, CYRILLIC_WORDS),
    script(
        WINDOWS_1253,
        "αοιετσνηυρπκμλωςάίδόγέήθύχφβώξζψϊϋ",
        "ναι όχι και το τα η ο της του σας είναι με για πόσο πολύ καλά καλό φύλο άνδρας γυναίκα ηλικία",
    ),
    script(
        WINDOWS_1255,
        "יוהלארתשמבנםדעחקכפןטצסגזףךץ",
        "כן לא של את על מה האם אתה מין גיל זכר נקבה טוב רע מאוד אני גבר אישה כמה",
    ),
    script(
        WINDOWS_1256,
        "اليمنورتبةعدسفهكقحأجشصخطذىغئزإضءثظآؤپچژگ",
        "نعم لا ذكر أنثى انثى هل ما من في على جيد سيئ العمر الجنس ممتاز رجل امرأة",
    ),
    script(WINDOWS_874, "าน่้รอกเงัีมยิลวดทสตะปไบคหแจพช์ขใำึโูุื็ซถผธณศภฟฉฐญษฝฮๆ", "ใช่ ไม่ใช่ ชาย หญิง เพศ อายุ ดี ไม่ดี ไม่"),
    script(GB18030, HAN, "是 否 男 女 性别 年龄 好 不好 同意 不同意 满意 不满意"),
    script(EUC_KR, HANGUL, "예 아니오 네 아니요 남 여 남자 여자 성별 나이 연령"),
    script(EUC_KR, HAN, ""),
];

const CYRILLIC: &str = "оеаинтсрвлкмдпуяыьгзібчйхжшюцщєїэфъёґ";
const CYRILLIC_WORDS: &str =
    "да нет не и в на вы ваш пол муж жен мужской женский возраст хорошо плохо так ні чи ви знаю город село";
const HANGUL: &str = "이다는에의가을를고은하지로한도서기사자아니그리나시인대어라일있해수여보정만들과게부주전요장면소오거스상무내것구우원성안신비제\
                      동방모조공관연용교학습까합예매않불족통견네";
const HAN: &str = "的是一不同意满非常否有我人在了个大这中来为上们到说和你地出会时要就以对可得子下自生年那能里去多没好小家学男女岁般您吗很\
                   也都过后看开发用作想还天心起如第么市城乡民高低少知道无所事成经因果现前日月本国公工方面法当动只重要十然其样定点分业";

/// The most bytes beyond ASCII of a text that is short.
const SHORT: usize = 400;
/// The least that letters in their own encoding score.
const LEAST_SCORE: f64 = 0.2;
/// What each letter of a known word scores besides.
const KNOWN: f64 = 0.5;
/// What a letter scores that a language hardly has, and what no letter has in a word.
const RARE: f64 = -0.6;
const NO_LETTER: f64 = -2.0;

/// Whether most words with letters beyond ASCII have no others, as in no Latin language. A single one may be a sign that was damaged.
pub(crate) fn are_not_latin(text: &[u8]) -> bool {
    let words = words(text).filter(|word| word.len() > 1 && !word.is_ascii());
    let (count, whole) = words.fold((0, 0), |(count, whole), word| {
        (count + 1, whole + usize::from(word.iter().all(|byte| !byte.is_ascii())))
    });
    whole > 1 && whole * 10 >= count * 7
}

/// The encoding in which the words of a short text have the letters that its languages have most; nothing for a long one.
pub(crate) fn encoding_of_script(text: &[u8]) -> Option<&'static Encoding> {
    let beyond = text.iter().filter(|byte| !byte.is_ascii()).count();
    if beyond > SHORT || !are_not_latin(text) {
        return None;
    }
    let scored = SCRIPTS.iter().filter_map(|script| Some((script.encoding, score(text, script)?)));
    scored
        .filter(|(_, score)| *score >= LEAST_SCORE)
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(encoding, _)| encoding)
}

/// Runs of letters, each byte beyond ASCII being one.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty())
}

/// The mean score of the characters beyond ASCII; nothing where the encoding does not have them.
fn score(text: &[u8], script: &Script) -> Option<f64> {
    let letters: Vec<char> = script.letters.chars().filter(|each| !each.is_whitespace()).collect();
    let (mut sum, mut count) = (0.0, 0_u32);
    for word in words(text).filter(|word| !word.is_ascii()) {
        let (decoded, has_errors) = script.encoding.decode_without_bom_handling(word);
        if has_errors {
            return None;
        }
        let known = decoded.to_lowercase();
        if script.words.split_whitespace().any(|word| word == known) {
            sum += KNOWN * decoded.chars().count() as f64;
        }
        let mut before = ' ';
        for each in decoded.chars().filter(|each| !each.is_ascii()) {
            let small = each.to_lowercase().next().unwrap_or(each);
            let rank = letters.iter().position(|letter| *letter == small);
            sum += match rank {
                // A capital does not follow a small letter.
                _ if each.is_uppercase() && before.is_lowercase() => NO_LETTER,
                Some(rank) => 1.0 - rank as f64 / letters.len() as f64,
                None if each.is_alphabetic() => RARE,
                None => NO_LETTER,
            };
            count += 1;
            before = each;
        }
    }
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        EUC_KR, Encoding, GB18030, IBM866, KOI8_U, WINDOWS_874, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1255,
        WINDOWS_1256,
    };

    use super::{are_not_latin, encoding_of_script};

    #[track_caller]
    fn check(encoding: &'static Encoding, text: &str) {
        let (bytes, _, has_errors) = encoding.encode(text);
        assert!(!has_errors, "{text}");
        assert_eq!(encoding_of_script(&bytes), Some(encoding), "{text}");
    }

    #[test]
    fn a_few_words_tell_their_script() {
        check(WINDOWS_1256, "id,العمل\n1,جيد\n2,سيئ\n");
        check(WINDOWS_1256, "id,هل توافق؟\n1,نعم\n2,لا\n");
        check(WINDOWS_1255, "id,האם אתה מסכים?\n1,כן\n2,לא\n");
        check(WINDOWS_874, "id,เห็นด้วยไหม\n1,ใช่\n2,ไม่ใช่\n");
        check(WINDOWS_1253, "id,Συμφωνείτε;\n1,Ναι\n2,Όχι\n");
        for cyrillic in [WINDOWS_1251, KOI8_U, IBM866] {
            check(cyrillic, "id,Вы согласны?\n1,Да\n2,Нет\n");
            check(cyrillic, "id,Пол\n1,Муж\n2,Жен\n");
        }
        check(GB18030, "id,同意吗\n1,是\n2,否\n");
        check(EUC_KR, "id,동의합니까\n1,예\n2,아니오\n");
    }

    #[test]
    fn words_of_latin_letters_have_some_of_ascii() {
        for text in ["Déjà vu là-bas, à Évian", "Größe: groß, müde", "Año: más, ¿qué?"] {
            let (bytes, _, _) = WINDOWS_1252.encode(text);
            assert!(!are_not_latin(&bytes) && encoding_of_script(&bytes).is_none(), "{text}");
        }
        assert_eq!(encoding_of_script(b"id,answer\n1,yes\n"), None);
        // As the export of a survey about Star Wars has it, behind the name of a trademark.
        assert!(!are_not_latin(b"the Expanded Universe?\x8C\xE6,Do you\n"));
    }
}
