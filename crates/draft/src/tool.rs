//! Which survey tool wrote an export, told by the names of its columns.

use crate::header_rows::HeaderRows;
use crate::limesurvey_codes::code_separator;
use crate::text::squeezed;

/// A survey tool, or a kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// SurveyMonkey.
    SurveyMonkey,
    /// Qualtrics.
    Qualtrics,
    /// Google Forms.
    GoogleForms,
    /// Microsoft Forms.
    MicrosoftForms,
    /// LimeSurvey.
    LimeSurvey,
    /// `REDCap`.
    Redcap,
    /// ODK, `KoboToolbox`, and others that speak `XLSForm`.
    Odk,
    /// Alchemer, once `SurveyGizmo`.
    Alchemer,
    /// `SmartSurvey`.
    SmartSurvey,
    /// Typeform.
    Typeform,
    /// A file that describes its own columns: SPSS, Stata, SAS, Triple-S.
    Described,
    /// None that is known.
    Plain,
}

impl Tool {
    /// As people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SurveyMonkey => "SurveyMonkey",
            Self::Qualtrics => "Qualtrics",
            Self::GoogleForms => "Google Forms",
            Self::MicrosoftForms => "Microsoft Forms",
            Self::LimeSurvey => "LimeSurvey",
            Self::Redcap => "REDCap",
            Self::Odk => "ODK or KoboToolbox",
            Self::Alchemer => "Alchemer",
            Self::SmartSurvey => "SmartSurvey",
            Self::Typeform => "Typeform",
            Self::Described => "a file that describes its columns",
            Self::Plain => "no tool that is known",
        }
    }
}

/// What Google Forms calls the time of a response, in some of its languages.
const TIMESTAMPS: [&str; 11] = [
    "timestamp",
    "horodateur",
    "zeitstempel",
    "marcatemporal",
    "carimbodedatahora",
    "informazionicronologiche",
    "tijdstempel",
    "tidsstämpel",
    "tidsstempel",
    "отметкавремени",
    "タイムスタンプ",
];

/// Whether a column of Google Forms holds the time of the response.
pub(crate) fn is_timestamp(name: &str) -> bool {
    TIMESTAMPS.contains(&squeezed(name).as_str())
}

/// What `LimeSurvey` calls the last page that a respondent saw and the language of the beginning, in some of its languages.
const PAGES: [&str; 8] = [
    "lastpage",
    "letzteseite",
    "dernièrepage",
    "últimapágina",
    "ultimapagina",
    "laatstepagina",
    "ostatniastrona",
    "sistasidan",
];
const LANGUAGES: [&str; 8] = [
    "startlanguage",
    "startsprache",
    "languededépart",
    "lenguajeinicial",
    "linguainiziale",
    "idiomainicial",
    "taalbegin",
    "językpoczątkowy",
];

/// The tool, by the cells of the header and whether its rows have the marks of Qualtrics.
pub(crate) fn tool_of(rows: &[Vec<String>], header: &HeaderRows) -> Tool {
    // A title says nothing of the columns.
    let rows = &rows[header.name_row.map_or(0, |row| row - 1).min(rows.len() - 1)..];
    let cells: Vec<&str> = rows.iter().flatten().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let names: Vec<String> = cells.iter().map(|cell| squeezed(cell)).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let exact = |name: &str| cells.contains(&name);
    if cells.iter().any(|cell| is_import_id(cell)) || (has("responseid") && (has("responseset") || has("recordeddate")))
    {
        Tool::Qualtrics
    } else if has("respondentid") && (has("collectorid") || has("startdate") || rows.len() > 1) {
        Tool::SurveyMonkey
    } else if has("userid") && (has("userno") || has("trackinglink") || has("uniqueid")) {
        Tool::SmartSurvey
    } else if has("timestarted") && has("datesubmitted") && (has("responseid") || has("status")) {
        Tool::Alchemer
    } else if has("networkid") && (has("startdateutc") || has("submitdateutc")) {
        Tool::Typeform
    } else if has("starttime") && has("completiontime") && has("id") {
        Tool::MicrosoftForms
    } else if ((has("submitdate") || has("datesubmitted")) && (has("lastpage") || has("startlanguage")))
        || (PAGES.iter().any(|page| has(page)) && LANGUAGES.iter().any(|language| has(language)))
        || code_separator(rows).is_some()
    {
        Tool::LimeSurvey
    } else if exact("_uuid")
        || exact("_submission_time")
        || has("metainstanceid")
        || (has("instanceid") && has("submissiondate"))
    {
        Tool::Odk
    } else if cells.iter().any(|cell| cell.ends_with("_complete")) && cells.iter().any(|cell| cell.contains("___"))
        || exact("redcap_event_name")
        || (exact("record_id") && cells.iter().any(|cell| cell.ends_with("_complete")))
    {
        Tool::Redcap
    } else if rows.first().and_then(|row| row.first()).is_some_and(|cell| is_timestamp(cell)) {
        Tool::GoogleForms
    } else if rows.len() == 1 && are_boxes(&cells) {
        Tool::LimeSurvey
    } else if rows.len() > 1 && header.name_row == Some(1) {
        Tool::Qualtrics
    } else if rows.len() > 1 {
        Tool::SurveyMonkey
    } else {
        Tool::Plain
    }
}

/// Whether columns are named `question [option]` with one `[Other]` or `[Rank 1]` among them, as `LimeSurvey` names them, and
/// Google Forms does not.
fn are_boxes(cells: &[&str]) -> bool {
    let parts: Vec<&str> =
        cells.iter().filter_map(|cell| cell.strip_suffix(']')?.rsplit_once('[').map(|(_, part)| part)).collect();
    let tells = |part: &&str| {
        let part = part.to_lowercase();
        matches!(part.as_str(), "other" | "sonstiges" | "autre" | "otro" | "otros" | "altro" | "outro" | "anders")
            || ["rank ", "rang "]
                .iter()
                .any(|rank| part.strip_prefix(rank).is_some_and(|rest| rest.parse::<u8>().is_ok()))
    };
    parts.len() >= 3 && parts.iter().any(tells)
}

/// `{"ImportId":"QID1"}`, as Qualtrics names a column; some tools write it in single quotes.
pub(crate) fn is_import_id(cell: &str) -> bool {
    cell.trim_start().starts_with('{') && cell.contains("ImportId")
}

/// The name within `{"ImportId":"QID1"}`.
pub(crate) fn import_id(cell: &str) -> Option<&str> {
    if !is_import_id(cell) {
        return None;
    }
    let after = cell.split_once("ImportId")?.1;
    let value = after.split_once(':')?.1.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::{Tool, import_id, tool_of};
    use crate::header_rows::HeaderRows;

    fn check(tool: Tool, header: &str) {
        let rows: Vec<Vec<String>> = header.lines().map(|row| row.split(',').map(str::to_owned).collect()).collect();
        let header_rows = HeaderRows { count: rows.len(), name_row: None };
        assert_eq!(tool_of(&rows, &header_rows), tool, "{header}");
    }

    #[test]
    fn tools_are_told_by_their_columns() {
        check(Tool::SurveyMonkey, "Respondent ID,Collector ID,Start Date,End Date,Q1");
        check(Tool::SurveyMonkey, "RespondentID,Colours,\n,Red,Green");
        check(Tool::Qualtrics, "ResponseId,RecordedDate,Q1");
        check(Tool::Qualtrics, "Q1\nText\n{'ImportId': 'QID1'}");
        check(Tool::GoogleForms, "Horodateur,Nom");
        check(Tool::MicrosoftForms, "ID,Start time,Completion time,Email,Name,Q");
        check(Tool::LimeSurvey, "id,submitdate,lastpage,startlanguage,Q1[SQ001]");
        check(Tool::Redcap, "record_id,pets___1,pets___2,form_complete");
        check(Tool::Odk, "start,end,group/q1,_uuid,_submission_time");
        check(Tool::Alchemer, "Response ID,Time Started,Date Submitted,Status,Red:Colours");
        check(Tool::SmartSurvey, "UserID,UserNo,Name,Email,Q1");
        check(Tool::Typeform, "#,What?,Tea,Milk,Start Date (UTC),Submit Date (UTC),Network ID");
        check(Tool::Alchemer, "Time Started,Date Submitted,Status,Which colours?");
        check(Tool::LimeSurvey, "Antwort ID,Datum Abgeschickt,Letzte Seite,Start-Sprache,Was?");
        check(
            Tool::LimeSurvey,
            "drink1. What?,drink2. Why?,drink3[SQ001]. Which? [Tea],drink3[SQ002]. Which? [Milk],age",
        );
        check(Tool::LimeSurvey, "What? [Tea],What? [Milk],What? [Other]");
        check(Tool::Plain, "What? [Tea],What? [Milk],What? [Beer]");
        check(Tool::Plain, "Q1. What?,Q2. Why?,Q3. How?,Q4. When?");
        check(Tool::Plain, "id,age,sex");
    }

    #[test]
    fn import_ids_are_read_in_either_quotes() {
        assert_eq!(import_id("{\"ImportId\":\"QID1_TEXT\",\"choiceId\":\"4\"}"), Some("QID1_TEXT"));
        assert_eq!(import_id("{'ImportId': 'QID40#1-2'}"), Some("QID40#1-2"));
        assert_eq!(import_id("QID1"), None);
    }
}
