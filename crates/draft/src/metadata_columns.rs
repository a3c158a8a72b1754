//! Columns that are no answers: identifiers, times, traces of the tool, personal data.

use crate::heading::Heading;
use crate::lexicon::{column_names, has};
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::text::squeezed;
use crate::tools::Tool;

/// Why a column is no question; nothing where it is one.
pub(crate) fn metadata_of(heading: &Heading, profile: &Profile, tool: Tool, position: usize) -> Option<Metadata> {
    if heading.is_trace {
        return Some(if profile.filled == 0 { Metadata::Empty } else { Metadata::Technical });
    }
    if heading.part.is_some() || heading.cell.is_some() {
        return None;
    }
    // Without a tool, a name alone says little: what has few values is rather a question of that name.
    let has_tool = tool.is_known();
    let dialect = tool.dialect();
    let is_varied = has_tool || profile.filled < 20 || profile.distinct() as u64 * 5 > profile.filled;
    let code = dialect.own_code(heading);
    let known = column_names();
    let names = [Some(heading.name.as_str()), Some(heading.question.as_str()), code];
    for name in names.into_iter().flatten() {
        let last = name.rsplit('/').next().unwrap_or(name);
        for name in [squeezed(name), squeezed(last)] {
            if let Some((_, why)) = dialect.own_columns().iter().find(|(own, _)| *own == name) {
                return Some(*why);
            }
            if has(&known.personal.names, &name) && is_varied {
                return Some(Metadata::Personal);
            }
            let is_usual = has(&known.respondent.usually, &name) && (profile.is_nearly_unique() || has_tool);
            if is_usual || has(&known.respondent.always, &name) {
                return Some(Metadata::Identifier);
            }
            let is_tools_own = dialect.is_own_name(&name);
            if has(&known.time.names, &name)
                && is_tools_own
                && (profile.is_dated() || profile.is_numeric() || profile.filled == 0 || has_tool)
            {
                return Some(Metadata::Time);
            }
            if has(&known.technical.names, &name) && has_tool && is_tools_own {
                return Some(Metadata::Technical);
            }
        }
    }
    if let Some(why) = dialect.own_column(heading, profile, position) {
        return Some(why);
    }
    // Times that a tool under another name or in another language writes: days with a time of day, all different or nearly.
    let is_moment = profile.filled > 0 && profile.moments == profile.filled;
    (is_moment && (profile.is_unique() || profile.distinct() as u64 * 2 > profile.filled)).then_some(Metadata::Time)
}
