//! The words of HTML, as survey tools keep the texts of their questions: tags left out, named signs written.

/// Signs that have names.
const SIGNS: [(&str, &str); 11] = [
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&lsquo;", "\u{2018}"),
    ("&rsquo;", "\u{2019}"),
    ("&ldquo;", "\u{201c}"),
    ("&rdquo;", "\u{201d}"),
    ("&ndash;", "\u{2013}"),
    ("&amp;", "&"),
];

/// Tags that stand within a word; others part words.
const WITHIN: [&str; 12] = ["a", "b", "big", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"];

/// The text with signs for their names: `Chocolate with >80% cocoa` of `Chocolate with &gt;80% cocoa`.
pub(crate) fn with_signs(text: &str) -> String {
    let mut text = text.to_owned();
    if text.contains('&') {
        for (name, sign) in SIGNS {
            text = text.replace(name, sign);
        }
    }
    text
}

/// Whether a text is a piece of HTML, and has words beside its tags: `<div>Tea</div>`.
pub(crate) fn has_tags(text: &str) -> bool {
    let is_tag = |at: usize| {
        let tag = text[at + 1..].trim_start_matches('/');
        tag.starts_with(|next: char| next.is_ascii_alphabetic()) && tag.contains('>')
    };
    text.match_indices('<').any(|(at, _)| is_tag(at)) && text.contains("</") && !without_tags(text).trim().is_empty()
}

/// The words of a piece of HTML. `<` without a tag's name after it is a sign: `age < 18`.
pub(crate) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let is_tag = tag[1..].starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!'));
        rest = if let Some(end) = tag.find('>').filter(|_| is_tag) {
            let name = tag[1..end].trim_start_matches('/').split(|each: char| !each.is_ascii_alphanumeric()).next();
            if !name.is_some_and(|name| WITHIN.contains(&name.to_ascii_lowercase().as_str())) {
                text.push(' ');
            }
            &tag[end + 1..]
        } else {
            text.push('<');
            &tag[1..]
        };
    }
    text.push_str(rest);
    with_signs(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{with_signs, without_tags};

    #[test]
    fn words_are_left() {
        assert_eq!(without_tags("<b>Which&nbsp;drink</b> do you<br>like?"), "Which drink do you like?");
        assert_eq!(without_tags("age < 18 or <b>> 60</b>, x<y"), "age < 18 or > 60, x<y");
        assert_eq!(with_signs("tea &gt; beer &amp; ale, Q&A"), "tea > beer & ale, Q&A");
        assert_eq!(with_signs("&amp;lt;"), "&lt;", "a sign is read once");
    }
}
