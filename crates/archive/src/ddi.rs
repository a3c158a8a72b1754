//! A codebook as DDI-Codebook 2.5.

use topline_markup::Markup;

use crate::collection::Collection;
use crate::ddi_study::{document, study};
use crate::ddi_variables::{groups, section_groups, variables};

/// The XML file. `data` is the data file that it describes.
#[must_use]
pub fn ddi(collection: &Collection<'_>, data: &str) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin(
        "codeBook",
        &[
            ("xmlns", "ddi:codebook:2_5"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            (
                "xsi:schemaLocation",
                "ddi:codebook:2_5 https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd",
            ),
            ("version", "2.5"),
        ],
    );
    document(collection, &mut markup);
    study(collection, &mut markup);
    markup.begin("fileDscr", &[("ID", "F1")]);
    markup.begin("fileTxt", &[]);
    markup.leaf("fileName", &[], data);
    markup.begin("dimensns", &[]);
    markup.leaf("caseQnty", &[], &collection.census.cases.to_string());
    markup.leaf("varQnty", &[], &collection.census.variables.len().to_string());
    markup.end();
    markup.leaf("software", &[], &collection.program);
    markup.end();
    markup.end();
    markup.begin("dataDscr", &[]);
    section_groups(collection, &mut markup);
    groups(collection, &mut markup);
    variables(collection, &mut markup);
    markup.finish()
}
