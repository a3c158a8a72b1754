//! What can be wrong with `codebook.toml`.

use std::sync::Arc;

use topline_survey::Kind;

use crate::known::Known;

const COLUMN_OF_ITS_OWN: &str =
    "give each item or option its column; a multi or rank in one column needs a `separator`";

crate::faults! {
    /// What is wrong with a question.
    pub(crate) enum CodebookFault {
        /// The name of a question, an item or a net has other characters than names can have.
        ["codebook/not-a-name"] NotAName { name: String }
            "`{name}` is not a name: letters, digits and `_`, a letter first";
        /// A question of this kind is read from one column, and names none.
        ["codebook/no-column"] NoColumn { question: String, kind: Kind } "`{question}` of kind `{kind}` has no `column`";
        /// A question of this kind is not read from one column, and names one.
        ["codebook/own-column"] OwnColumn { question: String, kind: Kind }
            "`{question}` of kind `{kind}` has a `column` of its own" hint COLUMN_OF_ITS_OWN;
        /// A question of this kind needs options, and has neither options nor a scale.
        ["codebook/no-options"] NoOptions { question: String, kind: Kind } "`{question}` of kind `{kind}` has no options";
        /// A derived `single` has neither options nor a scale.
        ["codebook/derived-no-options"] DerivedWithoutOptions { question: String } "`{question}` has no options";
        /// `columns` hold one label each, which a question of this kind cannot have.
        ["codebook/label-columns"] LabelColumns { question: String, kind: Kind } "`{question}` of kind `{kind}` has `columns`"
            hint "only a multi or rank without `separator` can have columns that each hold one label";
        /// The options of a question have a column each, but for this one.
        ["codebook/option-no-column"] OptionWithoutColumn { question: String, kind: Kind, code: i32 }
            "option {code} of `{question}` has no `column`" hint option_hint(*kind);
        /// Options have columns, and the question is read from others.
        ["codebook/option-columns"] OptionColumns { question: String, kind: Kind }
            "options of `{question}` have columns, and its kind `{kind}` has none";
        /// Options have columns, and the question is given by SQL.
        ["codebook/derived-option-columns"] DerivedOptionColumns { question: String }
            "options of `{question}` have columns, and it is derived";
        /// Numbers, words and days have no options.
        ["codebook/uncoded-options"] UncodedOptions { question: String, kind: Kind }
            "`{question}` of kind `{kind}` has options";
        /// Numbers, words and days have no nets.
        ["codebook/uncoded-nets"] UncodedNets { question: String, kind: Kind } "`{question}` of kind `{kind}` has nets";
        /// Only numbers have signs for decimals and thousands, and these differ.
        ["codebook/number-signs"] NumberSigns { question: String, kind: Kind }
            "`{question}` of kind `{kind}` has `decimal`, `grouping` or `units`"
            hint "they say how a number is written: `decimal` and `grouping` are two signs";
        /// A unit is no part of the number.
        ["codebook/number-in-unit"] NumberInUnit { question: String, unit: String }
            "the unit \"{unit}\" of `{question}` has digits" hint "a unit stands before or behind the number: `units = [\"%\"]`";
        /// Only days have an order of their parts.
        ["codebook/not-a-date"] NotADate { question: String, kind: Kind }
            "`{question}` of kind `{kind}` is no date, and has `written`";
        /// A grid or ranking has no items.
        ["codebook/no-items"] NoItems { question: String, kind: Kind } "`{question}` of kind `{kind}` has no items";
        /// A question that is neither a grid nor a ranking has items.
        ["codebook/items"] Items { question: String, kind: Kind } "`{question}` of kind `{kind}` has items";
        /// An item has other spellings, and no cell holds its label.
        ["codebook/item-also"] ItemAlso { question: String, item: String } "the item `{item}` of `{question}` has `also`"
            hint "only where cells hold what was ranked do they spell its label";
        /// Two items of a ranking have the same label.
        ["codebook/item-label-twice"] ItemLabelTwice { question: String, label: String }
            "`{question}` has the label \"{label}\" twice";
        /// An item has a column, and the cells of the ranking hold labels.
        ["codebook/ranked-item-column"] RankedItemColumn { question: String, item: String }
            "the item `{item}` of `{question}` has a column"
            hint "the ranking has one for each place, or one for all of them";
        /// An item of a grid has not one column for each option.
        ["codebook/item-columns-count"] ItemColumnsCount { question: String, item: String, columns: usize, options: usize }
            "the item `{item}` of `{question}` has {columns} `columns` for {options} options"
            hint "an empty name stands for no column";
        /// An item is read from one column and from several.
        ["codebook/item-column-and-columns"] ItemColumnAndColumns { question: String, item: String }
            "the item `{item}` of `{question}` has a `column` and `columns`" hint "give one of them";
        /// An item names no column.
        ["codebook/item-no-column"] ItemWithoutColumn { question: String, item: String }
            "the item `{item}` of `{question}` has no `column`" hint "each item has its column in the export";
        /// An item that is none of a grid has a column for each option.
        ["codebook/item-columns"] ItemColumns { question: String, item: String }
            "the item `{item}` of `{question}` has `columns`"
            hint "only the items of a grid can have a column for each option";
        /// Several options of one column would take what no other option matches.
        ["codebook/open-options"] OpenOptions { question: String, count: usize }
            "`{question}` has {count} `open` options for one column"
            hint "what nothing else matches can only be one answer";
        /// Two options have the same code.
        ["codebook/code-twice"] CodeTwice { question: String, code: i32, first: String, second: String }
            "`{question}` has code {code} twice" hint format!("once for \"{first}\" and once for \"{second}\"");
        /// Two options have the same label, or another spelling of it.
        ["codebook/label-twice"] LabelTwice { question: String, label: String, first: i32, second: i32 }
            "`{question}` has the label \"{label}\" twice" hint format!("for code {first} and for code {second}");
        /// Codes of answers are not negative.
        ["codebook/negative-code"] NegativeCode { question: String, code: i32 }
            "`{question}` has the negative code {code}"
            hint "codes start at 0; absent answers have reasons, not codes";
        /// Two items have the same name.
        ["codebook/item-twice"] ItemTwice { question: String, item: String } "`{question}` has the item `{item}` twice";
        /// Two nets have the same name.
        ["codebook/net-twice"] NetTwice { question: String, net: String } "`{question}` has the net `{net}` twice";
        /// A net gathers a code that is none of the question's.
        ["codebook/net-code"] NetCode { question: String, net: String, code: i32, known: Arc<[i32]> }
            "net `{net}` of `{question}` gathers the unknown code {code}" hint codes_hint(known);
        /// A net gathers a label that is none of the question's.
        ["codebook/net-option"] NetOption { question: String, net: String, option: String, known: Known }
            "the net `{net}` of `{question}` gathers the unknown option \"{option}\"" hint known.hint();
        /// A question excludes what it does not have.
        ["codebook/exclude"] Exclude { question: String, option: String }
            "`{question}` excludes the unknown option `{option}`";
        /// A missing value has the code of an option, or of another missing value.
        ["codebook/missing-code"] MissingCode { question: String, code: i32, label: String }
            "`{question}` has code {code} twice, once for the missing value \"{label}\"";
        /// The range of a missing value has no number in it.
        ["codebook/missing-range"] MissingRange { question: String, label: String }
            "the missing value \"{label}\" of `{question}` ends before it begins";
        /// Routing depends on a label that the question does not have.
        ["codebook/routing-option"] RoutingOption { option: String, from: String }
            "routing from the unknown option \"{option}\" of `{from}`";
        /// An expression gives one value, and a question of this kind has several.
        ["codebook/derived-kind"] DerivedKind { question: String, kind: Kind }
            "`{question}` is derived and cannot be of kind `{kind}`"
            hint "one expression gives one value: derive a `single` or a `number`, one for each item";
        /// The scale is not declared.
        ["codebook/unknown-scale"] UnknownScale { scale: String, known: Known } "unknown scale `{scale}`"
            hint scale_hint(known);
        /// A question has options, and a scale that gives it options.
        ["codebook/options-and-scale"] OptionsAndScale { scale: String } "options beside the scale `{scale}`"
            hint "a question takes its options from its scale or lists its own, not both";
        /// Two questions, or a question and the run, would have the same column of `responses`.
        ["codebook/response-column-twice"] ResponseColumnTwice { column: String, first: String, second: String }
            "the column `{column}` of responses is both that of `{first}` and of `{second}`";
        /// Two questions are read from the same column of the export.
        ["codebook/export-column-twice"] ExportColumnTwice { column: String, first: String, second: String }
            "the column \"{column}\" of the export is both that of `{first}` and of `{second}`";
        /// With several files, `responses` has columns that say which file, and a question has one of that name.
        ["codebook/file-column"] FileColumn { column: String }
            "the column `{column}` of responses is both that of a question and tells of the file"
            hint "give the question another `id`";
        /// Routing depends on a code that the question does not have.
        ["codebook/routing-code"] RoutingCode { code: i32, from: String } "routing from the unknown code {code} of `{from}`";
        /// Routing depends on a question that is asked later.
        ["codebook/routing-order"] RoutingOrder { from: String, question: String }
            "routing from `{from}`, which does not come before `{question}`";
        /// Routing depends on a question that has no single answer in the export.
        ["codebook/routing-kind"] RoutingKind { from: String }
            "routing from `{from}`, which is not a single question of the export";
        /// Routing depends on a question that is not there.
        ["codebook/routing-question"] RoutingQuestion { from: String, known: Known }
            "routing from the unknown question `{from}`" hint known.hint();
    }
}

fn option_hint(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "a single has one `column`, or a column for each option",
        Kind::Multi | Kind::Grid | Kind::Rank | Kind::Number | Kind::Text | Kind::Date => {
            "a multi has a column for each option, or one column and a `separator`"
        }
    }
}

fn codes_hint(known: &[i32]) -> String {
    format!("the codes are {}", known.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

fn scale_hint(known: &Known) -> String {
    match known {
        Known::Near(names) => format!("did you mean {}?", names.join(" or ")),
        Known::All(_) | Known::Many => "scales are declared under `[[scale]]`".to_owned(),
    }
}
