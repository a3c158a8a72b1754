//! Questions of several columns of a file that describes them: sets that it declares, boxes, mentions, and grids.

use topline_ingest::{ColumnDescription, ColumnSet, SetKind};
use topline_survey::{Absent, AbsentLabels, Kind, Mark, Net};

use crate::absent_labels::list_of;
use crate::codebook_entry::OptionEntry;
use crate::column::Column;
use crate::few_respondents::{FEW_RESPONDENTS, SMALL_SAMPLE, open};
use crate::lexicon::is_any;
use crate::marks::{mark_of, reason_of};
use crate::profile::number;
use crate::question_draft::{Drafted, item, nets_of, option};
use crate::scale::order;
use crate::text::{counted, split_texts};
use crate::text::{fold, shared_start, words};
use crate::tick_words::is_unticked_label;
use crate::toml_text::quoted;
use crate::value_labels::{declared_missing, in_order, options, undeclared_absence};

/// A tick box: the value of a tick, and its label.
pub(crate) type TickBox<'t> = (&'t str, &'t str);

/// Whether a column is a tick box by itself: one value has a label, or one beside "not selected", and it holds no other.
pub(crate) fn box_of<'t>(column: &Column, told: &'t ColumnDescription) -> Option<TickBox<'t>> {
    let values: Vec<&(String, String)> = told.values.iter().filter(|(_, label)| !is_unticked_label(label)).collect();
    let [(ticked, label)] = values.as_slice() else { return None };
    let mut absent = AbsentLabels::default();
    declared_missing(column, told, &mut absent);
    let leaves_empty = |text: &str| {
        text == "0"
            || told.values.iter().any(|(value, label)| value == text && is_unticked_label(label))
            || absent.texts().any(|(known, _)| known == text)
    };
    let is_box = !label.trim().is_empty()
        && !column.profile.overflows
        && absent.texts().all(|(known, _)| known != ticked)
        && column.profile.texts.iter().all(|(text, _)| text == ticked || leaves_empty(text));
    is_box.then_some((ticked.as_str(), label.as_str()))
}

/// Tick boxes that are numbered, each with the label of its own tick, as survey tools write them; or all with the same.
pub(crate) fn from_boxes(boxes: &[(&Column, &ColumnDescription, TickBox<'_>)]) -> Drafted {
    let members: Vec<(&Column, &ColumnDescription)> = boxes.iter().map(|(column, told, _)| (*column, *told)).collect();
    let labels = labels_of(&members);
    let (text, parts) = asked_and_parts(&labels);
    let names: Vec<&str> = members.iter().map(|(column, _)| column.heading.name.as_str()).collect();
    let code = shared_start(&names).trim_end_matches(['_', '.']);
    let ticks_differ = boxes.iter().any(|(.., (_, label))| fold(label) != fold(boxes[0].2.1));
    let parts = if ticks_differ {
        boxes.iter().map(|(.., (_, label))| (*label).to_owned()).collect()
    } else {
        own_parts(&labels, &parts)
    };
    let ticked: Vec<&str> = boxes.iter().map(|(.., (value, _))| *value).collect();
    ticks(text, code, &members, &parts, &ticked)
}

/// The fewest value labels of columns that hold one mention each: a scale that items are rated by has fewer.
const FEWEST_MENTIONED: usize = 8;

/// Whether columns hold a first mention, a second one, and so on: their labels tell them apart by that alone.
fn are_mentions(labels: &[&str], values: usize) -> bool {
    let plain = |label: &str| {
        let mut words = words(label);
        words.retain(|word| {
            let digits = word.trim_start_matches('#').chars().take_while(char::is_ascii_digit).count();
            digits == 0 && !is_any(word, |language| &language.asks.mentions)
        });
        words
    };
    let first = plain(labels[0]);
    values >= FEWEST_MENTIONED && !first.is_empty() && labels.iter().all(|label| plain(label) == first)
}

/// A set that the file declares.
pub(crate) fn from_set(set: &ColumnSet, members: &[(&Column, &ColumnDescription)]) -> Drafted {
    let labels = labels_of(members);
    let (shared, parts) = asked_and_parts(&labels);
    let text = set.label.as_deref().filter(|label| !label.trim().is_empty()).unwrap_or(shared);
    let code = set.name.trim_start_matches('$');
    match &set.kind {
        SetKind::Ticks(ticked) => {
            ticks(text, code, members, &own_parts(&labels, &parts), &vec![ticked.as_str(); members.len()])
        }
        SetKind::Choices => mentions(text, code, members),
        SetKind::Items => grid(text, code, members, &own_parts(&labels, &parts)),
    }
}

/// Columns that are one question by their names and value labels: tick boxes, or a grid.
pub(crate) fn from_alike(members: &[(&Column, &ColumnDescription)]) -> Drafted {
    let labels = labels_of(members);
    let (text, parts) = asked_and_parts(&labels);
    let names: Vec<&str> = members.iter().map(|(column, _)| column.heading.name.as_str()).collect();
    let code = shared_start(&names).trim_end_matches(['_', '.']);
    let parts = own_parts(&labels, &parts);
    let values = &members[0].1.values;
    if are_mentions(&labels, values.len()) {
        return mentions(text, code, members);
    }
    if values.len() == 2
        && let Some(unticked) = values.iter().position(|(_, label)| is_unticked_label(label))
    {
        let ticked = values[1 - unticked].0.clone();
        return ticks(text, code, members, &parts, &vec![ticked.as_str(); members.len()]);
    }
    grid(text, code, members, &parts)
}

/// What the file calls the columns, without their names.
fn labels_of<'t>(members: &[(&'t Column, &'t ColumnDescription)]) -> Vec<&'t str> {
    let label = |(column, told): &(&'t Column, &'t ColumnDescription)| {
        told.label.as_deref().map_or(column.heading.name.as_str(), |label| without_name(label, &column.heading.name))
    };
    members.iter().map(label).collect()
}

/// A label without the name of its column before it: `How old?` of `q1. How old?`.
pub(crate) fn without_name<'t>(label: &'t str, name: &str) -> &'t str {
    let label = label.trim();
    let rest = label.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).map(|_| &label[name.len()..]);
    let rest = rest.and_then(|rest| rest.strip_prefix(['.', ':', ')'])).map(str::trim);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(label)
}

/// The question that labels share, and what each has of its own: behind it, in brackets, or before it.
fn asked_and_parts<'t>(labels: &[&'t str]) -> (&'t str, Vec<&'t str>) {
    let in_front = |label: &&'t str| label.strip_prefix('[')?.split_once(']').map(|(part, rest)| (part, rest.trim()));
    if let Some(pairs) = labels.iter().map(in_front).collect::<Option<Vec<_>>>()
        && !pairs[0].1.is_empty()
        && pairs.iter().all(|(_, rest)| *rest == pairs[0].1)
    {
        return (pairs[0].1, pairs.into_iter().map(|(part, _)| part).collect());
    }
    let (question, parts) = split_texts(labels);
    let inside = |part: &&'t str| part.strip_prefix('[')?.strip_suffix(']');
    let bare = parts.iter().map(inside).collect::<Option<Vec<_>>>();
    (question, bare.unwrap_or(parts))
}

fn own_parts(labels: &[&str], parts: &[&str]) -> Vec<String> {
    parts.iter().zip(labels).map(|(part, label)| if part.is_empty() { *label } else { *part }.to_owned()).collect()
}

/// Tick boxes; `ticked` are the values of their ticks.
fn ticks(
    text: &str,
    code: &str,
    members: &[(&Column, &ColumnDescription)],
    parts: &[String],
    ticked: &[&str],
) -> Drafted {
    let mut drafted = Drafted::new(Kind::Multi, text, Some(code));
    let mut labels: Vec<String> = Vec::new();
    for ((((column, _), part), ticked), number) in members.iter().zip(parts).zip(ticked).zip(1..) {
        let label = if labels.contains(part) { format!("{part} ({number})") } else { part.clone() };
        labels.push(label.clone());
        let also = if *ticked == label { Vec::new() } else { vec![(*ticked).to_owned()] };
        drafted.question.options.push(OptionEntry {
            also,
            column: Some(column.heading.name.clone()),
            ..option(number, &label)
        });
    }
    let mut absent = AbsentLabels::default();
    for ((column, told), ticked) in members.iter().zip(ticked) {
        declared_missing(column, told, &mut absent);
        let held = column.profile.texts.iter().map(|(text, _)| text);
        for text in held.chain(told.values.iter().map(|(value, _)| value)).filter(|text| text != ticked) {
            let is_absent = absent.texts().any(|(known, _)| known == text);
            if !is_absent && !drafted.question.unticked.contains(text) {
                drafted.question.unticked.push(text.clone());
            }
        }
    }
    drafted.question.absent = absent;
    drafted
}

/// Columns that hold one of the chosen options each.
fn mentions(text: &str, code: &str, members: &[(&Column, &ColumnDescription)]) -> Drafted {
    let mut drafted = Drafted::new(Kind::Multi, text, Some(code));
    drafted.question.mentions = members.iter().map(|(column, _)| column.heading.name.clone()).collect();
    fill(&mut drafted, members);
    drafted.question.nets.clear();
    drafted
}

fn grid(text: &str, code: &str, members: &[(&Column, &ColumnDescription)], parts: &[String]) -> Drafted {
    let mut drafted = Drafted::new(Kind::Grid, text, Some(code));
    drafted.question.items =
        members.iter().zip(parts).map(|((column, _), part)| item(part, &column.heading.name)).collect();
    fill(&mut drafted, members);
    drafted
}

/// Options, nets and absent texts from the value labels of one column or several.
pub(crate) fn fill(drafted: &mut Drafted, members: &[(&Column, &ColumnDescription)]) {
    let mut absent = AbsentLabels::default();
    let mut values: Vec<(String, String)> = Vec::new();
    for (column, told) in members {
        declared_missing(column, told, &mut absent);
        for (text, label) in &told.values {
            if !values.iter().any(|(known, _)| known == text) {
                values.push((text.clone(), label.clone()));
            }
        }
    }
    keep_dont_know(&values, &mut absent);
    for (text, label) in &values {
        if let Some(reason) = undeclared_absence(label).filter(|_| !absent.texts().any(|(known, _)| known == text)) {
            drafted.notes.push(format!("guessed: {} stands for no answer, by its label", quoted(text)));
            list_of(&mut absent, reason).push(text.clone());
        }
    }
    let labelled = values.len();
    let mut others = 0;
    for (column, _) in members {
        for (text, count) in &column.profile.texts {
            if !values.iter().any(|(known, _)| known == text) {
                if number(text).is_none() && *count <= FEW_RESPONDENTS && column.profile.filled >= SMALL_SAMPLE {
                    others += count;
                } else {
                    values.push((text.clone(), text.clone()));
                }
            }
        }
    }
    values.retain(|(text, _)| !absent.texts().any(|(known, _)| known == text));
    if values.len() > labelled {
        drafted.notes.push("some values have no label in the file".to_owned());
    }
    in_order(&mut values);
    drafted.question.options = options(&values);
    // Before the nets, which gather points of the scale.
    note_refused(drafted);
    note_negative(drafted);
    let labels: Vec<&str> = drafted.question.options.iter().map(|option| option.label.as_str()).collect();
    let codes: Vec<i32> = drafted.question.options.iter().map(|option| option.code).collect();
    drafted.question.nets = nets_of(&labels, &codes, &order(&labels));
    if drafted.question.nets.is_empty() {
        drafted.question.nets = ends_of_scale(&drafted.question.options);
        if !drafted.question.nets.is_empty() {
            drafted.notes.push(
                "its ends alone have labels: the nets are its two greatest and two least numbers, where `top_2` takes the first"
                    .to_owned(),
            );
        }
    }
    if others > 0 {
        open(&mut drafted.question.options);
        drafted.notes.push(format!("{} of few respondents each: taken for \"Other\"", counted(others, "answer")));
    }
    drafted.question.absent = absent;
}

/// "Don't know" is an answer, whatever the file declares.
fn keep_dont_know(values: &[(String, String)], absent: &mut AbsentLabels) {
    let says_so =
        |text: &String| values.iter().any(|(value, label)| value == text && mark_of(label) == Some(Mark::DontKnow));
    for list in [&mut absent.not_asked, &mut absent.no_answer, &mut absent.refused, &mut absent.invalid] {
        list.retain(|text| !says_so(text));
    }
}

/// A refusal that the file does not declare missing is an answer, out of means.
fn note_refused(drafted: &mut Drafted) {
    let mut notes = Vec::new();
    for option in &mut drafted.question.options {
        if reason_of(&option.label) == Some(Absent::Refused) {
            option.mark.get_or_insert(Mark::NotApplicable);
            let label = quoted(&option.label);
            notes.push(format!(
                "{label} is an answer here, and out of means: `absent = {{ refused = [{label}] }}` takes it out of the base too"
            ));
        }
    }
    drafted.notes.extend(notes);
}

/// Numbers below nought beside a scale that begins above it are no points of it, whatever their labels say.
fn note_negative(drafted: &mut Drafted) {
    let number = |option: &OptionEntry| option.value.unwrap_or_else(|| f64::from(option.code));
    let unmarked = |option: &&OptionEntry| option.mark.is_none();
    let points: Vec<f64> = drafted.question.options.iter().filter(unmarked).map(number).collect();
    let least = points.iter().copied().filter(|number| *number >= 0.0).fold(f64::INFINITY, f64::min);
    let ends = points.iter().fold((0.0_f64, 0.0_f64), |(low, high), number| (low.min(*number), high.max(*number)));
    let has_two_sides = (ends.0 + ends.1).abs() < f64::EPSILON;
    if has_two_sides || !(1.0..f64::INFINITY).contains(&least) {
        return;
    }
    let mut notes = Vec::new();
    for option in &mut drafted.question.options {
        if option.mark.is_none() && number(option) < 0.0 {
            option.mark = Some(Mark::NotApplicable);
            notes.push(format!("guessed: {} is out of means: the scale begins at {least}", quoted(&option.label)));
        }
    }
    drafted.notes.extend(notes);
}

/// The fewest and the most points of a scale of numbers.
const POINTS: std::ops::RangeInclusive<usize> = 5..=11;

/// The two ends of a scale of numbers of which only the ends have labels.
fn ends_of_scale(options: &[OptionEntry]) -> Vec<Net> {
    let points: Vec<&OptionEntry> = options.iter().filter(|option| option.mark.is_none()).collect();
    let is_bare = |option: &&OptionEntry| number(&option.label).is_some();
    let between = points.len().saturating_sub(2);
    let labelled_ends = [points.first(), points.last()].into_iter().flatten().all(|option| !is_bare(option));
    let bare = points.iter().filter(|option| is_bare(option)).count();
    if !POINTS.contains(&points.len()) || !labelled_ends || bare * 2 < between || bare == 0 {
        return Vec::new();
    }
    let net = |id: &str, ends: [&OptionEntry; 2]| Net {
        id: id.to_owned(),
        label: ends.map(|option| option.label.as_str()).join(" or "),
        codes: ends.map(|option| option.code).to_vec(),
    };
    let last = points.len() - 1;
    vec![net("top_two", [points[last - 1], points[last]]), net("bottom_two", [points[0], points[1]])]
}
