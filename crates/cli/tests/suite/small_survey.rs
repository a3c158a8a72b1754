//! A survey of a few rows, written out where it is tested.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::program::{Finished, topline};
use crate::workspace::files;

/// The files of a survey `s`, whose export is `export.csv` beside them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SmallSurvey<'s> {
    /// What `survey.toml` says before its source.
    pub survey: &'s str,
    /// Further keys of the source.
    pub source: &'s str,
    /// Sections after the source.
    pub sections: &'s str,
    pub codebook: &'s str,
    pub tables: &'s str,
    pub export: &'s str,
    /// Other files of the pipeline, with their texts.
    pub files: &'s [(&'s str, &'s str)],
}

impl SmallSurvey<'_> {
    /// Its pipeline in a folder of its own.
    pub(crate) fn written(&self) -> WrittenSurvey {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let survey = format!(
            "id = \"s\"\ntitle = \"S\"\n{}\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n{}\n{}",
            self.survey, self.source, self.sections
        );
        let own = [
            ("survey.toml", survey.as_str()),
            ("codebook.toml", self.codebook),
            ("tables.toml", self.tables),
            ("export.csv", self.export),
        ];
        for (name, text) in own.iter().chain(self.files) {
            let path = folder.path().join("pipelines/s").join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
            fs::write(path, text).expect("a file that can be written");
        }
        WrittenSurvey { folder }
    }

    /// The survey after a good run.
    pub(crate) fn run(&self) -> WrittenSurvey {
        let written = self.written();
        written.run().exits(0);
        written
    }

    /// What the program says of a run that cannot be.
    pub(crate) fn refused(&self) -> String {
        let told = self.written().run().exits(2);
        told.stderr.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A survey on the disk.
pub(crate) struct WrittenSurvey {
    folder: TempDir,
}

impl WrittenSurvey {
    pub(crate) fn call(&self, arguments: &[&str]) -> Finished {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--out", "out"]).collect();
        topline(self.folder.path(), &arguments)
    }

    pub(crate) fn run(&self) -> Finished {
        self.call(&["run", "s"])
    }

    pub(crate) fn check(&self) -> Finished {
        topline(self.folder.path(), &["check", "s"])
    }

    /// Writes a file of the pipeline anew.
    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join("pipelines/s").join(file), text).expect("a file that can be written");
    }

    /// What a query of the last run gives.
    pub(crate) fn sql(&self, query: &str) -> String {
        self.call(&["sql", query, "--format", "csv"]).exits(0).stdout
    }

    /// The rows of a table's total column: name, count, base, published value.
    pub(crate) fn total(&self, table: &str) -> String {
        let query = format!(
            "select row_key, n, base, published from figures where table_id = '{table}' and column_key is null and row_kind <> 'base'"
        );
        self.sql(&query)
    }

    /// A path below its folder.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// The folder of the outputs.
    pub(crate) fn outputs(&self) -> PathBuf {
        self.folder.path().join("out/s")
    }

    /// All outputs, by name.
    pub(crate) fn output_files(&self) -> Vec<(String, Vec<u8>)> {
        files(&self.folder.path().join("out/s"))
    }

    /// Whether the outputs have a file.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.folder.path().join("out/s").join(name).exists()
    }

    /// A file of the outputs.
    pub(crate) fn output(&self, name: &str) -> String {
        fs::read_to_string(self.outputs().join(name)).expect("an output")
    }
}
