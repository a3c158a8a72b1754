//! `bulletin.md` with the headlines filled in, so that a number in prose cannot differ from the data.
//!
//! | in the text | becomes |
//! |---|---|
//! | `{name}` | the published value with its unit: `91%`, `81` |
//! | `{name.count}` | how many respondents the value counts, unweighted |
//! | `{name.base}` | how many respondents it is out of, unweighted |
//! | `{name.text}` | what the headline is, in words |
//! | `{pct(name)}`, `{count(name)}`, `{of(name)}`, `{fraction(name)}`, `{compare(name, other)}`, `{list(name, ...)}` | see `calls` |
//! | `{"152"}` | `152`: a number that is meant |
//! | `{quote.name}` | the words of a respondent, and who it is |
//! | `{{` | `{` |
//!
//! Left out: any other Markdown. What stands between the braces is all that is read.

use topline_survey::{BulletinFunction, HeadlinePart, Placeholder, nearest};

use crate::bulletin::calls::{Named, call};
use crate::bulletin::error::BulletinError;
use crate::bulletin::markdown::markdown_text;
use crate::bulletin::published_figure::published;
use crate::bulletin::quoted::{quote_block, quote_inline};
use crate::publication::Publication;
use crate::shown::with_unit;
use crate::words;

/// The pipeline's bulletin, every headline in it filled in; what its readers must be told goes first.
pub fn bulletin(publication: &Publication<'_>) -> Result<String, BulletinError> {
    let text = publication.plan.bulletin.as_deref().ok_or(BulletinError::NoText)?;
    let mut filled = notice(publication);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        if let Some(literal) = after.strip_prefix('{') {
            filled.push('{');
            rest = literal;
            continue;
        }
        let line = text[..text.len() - after.len()].matches('\n').count() + 1;
        let (quoted, beyond) = after.split_once('}').ok_or(BulletinError::Unclosed { line })?;
        let is_headline = |name: &str| headline(publication, name).is_some();
        match Placeholder::read(quoted, is_headline) {
            Placeholder::Quote(name) => {
                let before = &text[..text.len() - after.len() - 1];
                let is_alone = is_blank(before.rsplit('\n').next()) && is_blank(beyond.split('\n').next());
                filled.push_str(&words_of(publication, name, line, is_alone)?);
            }
            Placeholder::Headline(name, part) => filled.push_str(&quote(publication, name, part, line)?),
            Placeholder::Call(function, names) => filled.push_str(&called(publication, function, &names, line)?),
            Placeholder::Text(text) => filled.push_str(text),
            Placeholder::Unknown(function) => {
                return Err(BulletinError::UnknownFunction { line, function: function.to_owned() });
            }
        }
        rest = beyond;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn notice(publication: &Publication<'_>) -> String {
    let Some(notice) = words::notice(&publication.plan.survey) else { return String::new() };
    let quoted: Vec<String> =
        notice.trim().lines().map(|line| format!("> {}", markdown_text(line.trim())).trim_end().to_owned()).collect();
    format!("{}\n\n", quoted.join("\n"))
}

fn is_blank(part: Option<&str>) -> bool {
    part.is_none_or(|part| part.trim().is_empty())
}

/// The words of a respondent: as a block where they are alone in their line.
fn words_of(publication: &Publication<'_>, name: &str, line: usize, is_alone: bool) -> Result<String, BulletinError> {
    let Some(quote) = publication.quotes.iter().find(|quote| quote.id == name) else {
        let near = nearest(name, publication.quotes.iter().map(|quote| quote.id.as_str()));
        let near = near.into_iter().map(str::to_owned).collect();
        return Err(BulletinError::UnknownQuote { line, quote: name.to_owned(), near });
    };
    let made_up = publication.plan.survey.reconstructed;
    Ok(if is_alone { quote_block(quote, made_up) } else { quote_inline(quote, made_up) })
}

/// The headline of this name.
fn headline<'p>(publication: &Publication<'p>, name: &str) -> Option<Named<'p>> {
    let headlines = &publication.plan.headlines;
    let found = headlines.iter().find(|(headline, _)| headline.id.get_ref() == name);
    found.map(|(headline, key)| (headline, key))
}

/// The same, which must be there.
fn known<'p>(publication: &Publication<'p>, name: &str, line: usize) -> Result<Named<'p>, BulletinError> {
    headline(publication, name).ok_or_else(|| {
        let known = publication.plan.headlines.iter().map(|(headline, _)| headline.id.get_ref().as_str());
        let near = nearest(name, known).into_iter().map(str::to_owned).collect();
        BulletinError::UnknownHeadline { line, headline: name.to_owned(), near }
    })
}

/// What a function says of the headlines of these names.
fn called(
    publication: &Publication<'_>,
    function: BulletinFunction,
    names: &[&str],
    line: usize,
) -> Result<String, BulletinError> {
    if let Some(takes) = function.lacks(names.len()) {
        return Err(BulletinError::Arguments { line, function: function.as_str(), takes });
    }
    let of = names.iter().map(|name| known(publication, name, line)).collect::<Result<Vec<_>, _>>()?;
    call(publication, function, &of)
}

/// What stands for this part of a headline.
fn quote(
    publication: &Publication<'_>,
    name: &str,
    part: Result<HeadlinePart, &str>,
    line: usize,
) -> Result<String, BulletinError> {
    let (headline, key) = known(publication, name, line)?;
    match part {
        Ok(HeadlinePart::Value) => Ok(with_unit(&published(publication, name, key)?)),
        Ok(HeadlinePart::Count) => Ok(published(publication, name, key)?.cell.n.to_string()),
        Ok(HeadlinePart::Base) => match published(publication, name, key)?.cell.base.n {
            0 => Err(BulletinError::NoBase { headline: name.to_owned(), figure: Box::new(key.clone()) }),
            base => Ok(base.to_string()),
        },
        Ok(HeadlinePart::Text) => Ok(markdown_text(&headline.text)),
        Err(part) => Err(BulletinError::UnknownPart { line, headline: name.to_owned(), part: part.to_owned() }),
    }
}
