//! Which survey tool wrote an export, told by the names of its columns.

use crate::header_rows::HeaderRows;
use crate::tools::alchemer::Alchemer;
use crate::tools::dialect::{Dialect, Header};
use crate::tools::google_forms::GoogleForms;
use crate::tools::limesurvey::LimeSurvey;
use crate::tools::microsoft_forms::MicrosoftForms;
use crate::tools::odk::Odk;
use crate::tools::plain::Plain;
use crate::tools::qualtrics::Qualtrics;
use crate::tools::redcap::Redcap;
use crate::tools::smartsurvey::SmartSurvey;
use crate::tools::sosci::SoSci;
use crate::tools::surveymonkey::SurveyMonkey;
use crate::tools::typeform::Typeform;
use crate::tools::unipark::Unipark;

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
    /// `SoSci` Survey.
    SoSci,
    /// Unipark, also called EFS Survey.
    Unipark,
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
            Self::SoSci => "SoSci Survey",
            Self::Unipark => "Unipark",
            Self::Described => "a file that describes its columns",
            Self::Plain => "no tool that is known",
        }
    }

    /// How it writes its exports.
    pub(crate) fn dialect(self) -> &'static dyn Dialect {
        match self {
            Self::SurveyMonkey => &SurveyMonkey,
            Self::Qualtrics => &Qualtrics,
            Self::GoogleForms => &GoogleForms,
            Self::MicrosoftForms => &MicrosoftForms,
            Self::LimeSurvey => &LimeSurvey,
            Self::Redcap => &Redcap,
            Self::Odk => &Odk,
            Self::Alchemer => &Alchemer,
            Self::SmartSurvey => &SmartSurvey,
            Self::Typeform => &Typeform,
            Self::SoSci => &SoSci,
            Self::Unipark => &Unipark,
            Self::Described | Self::Plain => &Plain,
        }
    }

    /// Whether an export is of a survey tool at all.
    pub(crate) fn is_known(self) -> bool {
        !matches!(self, Self::Described | Self::Plain)
    }
}

/// The tools in the order in which they are looked for: some have columns that others have too.
const TOOLS: [Tool; 12] = [
    Tool::SoSci,
    Tool::Unipark,
    Tool::Qualtrics,
    Tool::SurveyMonkey,
    Tool::SmartSurvey,
    Tool::Alchemer,
    Tool::Typeform,
    Tool::MicrosoftForms,
    Tool::LimeSurvey,
    Tool::Odk,
    Tool::Redcap,
    Tool::GoogleForms,
];

/// The tool that wrote a header.
pub(crate) fn tool_of(rows: &[Vec<String>], header: &HeaderRows) -> Tool {
    let header = Header::of(rows, header);
    let sure = TOOLS.into_iter().find(|tool| tool.dialect().wrote(&header));
    let perhaps = || TOOLS.into_iter().find(|tool| tool.dialect().may_have_written(&header));
    sure.or_else(perhaps).unwrap_or(Tool::Plain)
}

#[cfg(test)]
mod tests {
    use super::{Tool, tool_of};
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
        check(Tool::SoSci, "CASE,SERIAL,REF,QUESTNNR,MODE,STARTED,A101\nNumber,Code,Link,Survey,Mode,Begin,Sex");
        check(Tool::Unipark, "lfdn,external_lfdn,tester,dispcode,lastpage,v_1,v_2");
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
}
