//! A question of a checked plan as a codebook writes it.

use topline_survey::{Absent, Answer, Item, ItemCells, LabelColumns, MultiCells, Net, Opt, Origin, Question};
use topline_survey::{RankCells, SingleCells};

use crate::codebook_entry::{ItemEntry, OptionEntry, QuestionEntry};
use crate::question_draft::Drafted;

/// The question with every key that its kind has.
pub(super) fn entry_of(question: &Question) -> QuestionEntry {
    let mut entry = Drafted::new(question.kind(), &question.text, None).question;
    entry.id.clone_from(&question.id);
    entry.private = question.private;
    entry.absent = question.absent.clone();
    entry.missing.clone_from(&question.missing);
    entry.exclude.clone_from(&question.exclude);
    entry.fold = question.fold;
    entry.title.clone_from(&question.title);
    entry.section.clone_from(&question.section);
    entry.blank = Some(question.blank).filter(|blank| *blank != Absent::NoAnswer);
    entry.asked_if.clone_from(&question.asked_if);
    match &question.answer {
        Answer::Single { options, nets, cells } => {
            offered(&mut entry, options, nets);
            match cells {
                SingleCells::One(origin) => entry.column = column_of(origin),
                SingleCells::Spread { columns, unticked } => boxes(&mut entry, columns, unticked),
            }
        }
        Answer::Multi { options, nets, cells } => {
            offered(&mut entry, options, nets);
            match cells {
                MultiCells::Boxes { columns, unticked } => boxes(&mut entry, columns, unticked),
                MultiCells::Labels(labels) => label_columns(&mut entry, labels),
            }
        }
        Answer::Grid { items, options, nets, cells, unticked } => {
            offered(&mut entry, options, nets);
            entry.unticked.clone_from(unticked);
            entry.items = items.iter().map(item).collect();
            for (item, cells) in entry.items.iter_mut().zip(cells) {
                match cells {
                    ItemCells::Column(column) => item.column = Some(column.clone()),
                    ItemCells::Spread(columns) => {
                        item.columns = columns.iter().map(|column| column.clone().unwrap_or_default()).collect();
                    }
                }
            }
        }
        Answer::Rank { items, ranks, nets, cells } => {
            offered(&mut entry, ranks, nets);
            entry.items = items.iter().map(item).collect();
            match cells {
                RankCells::Ranks(columns) => {
                    for (item, column) in entry.items.iter_mut().zip(columns) {
                        item.column = Some(column.clone());
                    }
                }
                RankCells::Labels(labels) => label_columns(&mut entry, labels),
            }
        }
        Answer::Number { origin, written } => {
            entry.column = column_of(origin);
            entry.number = written.clone();
        }
        Answer::Text { origin } => entry.column = column_of(origin),
        Answer::Date { origin, written } => {
            entry.column = column_of(origin);
            entry.written = *written;
        }
    }
    entry
}

fn column_of(origin: &Origin) -> Option<String> {
    origin.column().map(str::to_owned)
}

fn offered(entry: &mut QuestionEntry, options: &[Opt], nets: &[Net]) {
    let option = |option: &Opt| OptionEntry {
        code: option.code,
        label: option.label.clone(),
        also: option.also.clone(),
        column: None,
        open: option.open,
        mark: option.mark,
        value: option.value,
    };
    entry.options = options.iter().map(option).collect();
    entry.nets = nets.to_vec();
}

fn item(item: &Item) -> ItemEntry {
    let Item { id, label, also } = item;
    ItemEntry { id: id.clone(), label: label.clone(), also: also.clone(), column: None, columns: Vec::new() }
}

fn boxes(entry: &mut QuestionEntry, columns: &[String], unticked: &[String]) {
    for (option, column) in entry.options.iter_mut().zip(columns) {
        option.column = Some(column.clone());
    }
    entry.unticked = unticked.to_vec();
}

fn label_columns(entry: &mut QuestionEntry, labels: &LabelColumns) {
    match labels {
        LabelColumns::Joined { column, separator } => {
            entry.column = Some(column.clone());
            entry.separator = Some(separator.clone());
        }
        LabelColumns::Each(columns) => entry.mentions.clone_from(columns),
    }
}
