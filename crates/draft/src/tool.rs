//! Which survey tool wrote an export, told by the names of its columns.

use crate::words::squeezed;

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

/// The tool, by the cells of the header and whether its rows have the marks of Qualtrics.
pub(crate) fn tool_of(rows: &[Vec<String>]) -> Tool {
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
    } else if has("responseid") && has("timestarted") && has("datesubmitted") {
        Tool::Alchemer
    } else if has("starttime") && has("completiontime") && has("id") {
        Tool::MicrosoftForms
    } else if (has("submitdate") || has("datesubmitted")) && (has("lastpage") || has("startlanguage")) {
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
    } else if rows.len() > 1 {
        Tool::SurveyMonkey
    } else {
        Tool::Plain
    }
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

    fn check(tool: Tool, header: &str) {
        let rows: Vec<Vec<String>> = header.lines().map(|row| row.split(',').map(str::to_owned).collect()).collect();
        assert_eq!(tool_of(&rows), tool, "{header}");
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
        check(Tool::Plain, "id,age,sex");
    }

    #[test]
    fn import_ids_are_read_in_either_quotes() {
        assert_eq!(import_id("{\"ImportId\":\"QID1_TEXT\",\"choiceId\":\"4\"}"), Some("QID1_TEXT"));
        assert_eq!(import_id("{'ImportId': 'QID40#1-2'}"), Some("QID40#1-2"));
        assert_eq!(import_id("QID1"), None);
    }
}
