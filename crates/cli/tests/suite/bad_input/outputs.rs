//! Places where no outputs can be written.

use crate::program::topline;
use crate::workspace::Change::{self, Write};
use crate::workspace::Library;

#[test]
fn outputs_that_cannot_be_written() {
    // A file stands where the folder should; tests may run as root, whom no permission stops.
    refuses_out("taken", &[Write("taken", b"")], &["failed to write taken"]);
    refuses_out("taken/deeper", &[Write("taken", b"")], &["failed to write taken/deeper"]);
    // What is there is not a run's: neither a pipeline nor a file is ever replaced.
    refuses_out("pipelines", &[], &["what stands there is not the outputs of a run", "hint:"]);
    refuses_out("mine", &[Write("mine/library/letter.txt", b"dear")], &["not the outputs of a run"]);
    refuses_out("mine", &[Write("mine/library", b"dear")], &["not the outputs of a run"]);
}

fn refuses_out(out: &str, changes: &[Change<'_>], says: &[&str]) {
    let library = Library::with(changes);
    let before = crate::workspace::files(library.folder());
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", out]).exits(2);
    for part in says {
        assert!(told.stderr.contains(part), "--out {out} should say {part:?}:\n{}", told.stderr);
    }
    assert!(before == crate::workspace::files(library.folder()), "--out {out} changed a file");
}
