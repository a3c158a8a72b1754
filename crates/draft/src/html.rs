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

/// The words of a piece of HTML.
pub(crate) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for each in html.chars() {
        match each {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            _ if inside => {}
            _ => text.push(each),
        }
    }
    with_signs(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{with_signs, without_tags};

    #[test]
    fn words_are_left() {
        assert_eq!(without_tags("<b>Which&nbsp;drink</b> do you<br>like?"), "Which drink do you like?");
        assert_eq!(with_signs("tea &gt; beer &amp; ale, Q&A"), "tea > beer & ale, Q&A");
        assert_eq!(with_signs("&amp;lt;"), "&lt;", "a sign is read once");
    }
}
