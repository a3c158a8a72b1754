//! Multiple-response sets, as the extension records 7 and 19 write them.
//!
//! One a line: `$name=C 5 label a b c` of columns that hold a choice each, `$name=D1 1 5 label a b c` of columns that are
//! ticked by `1`, `$name=E 1 1 1 5 label a b c` of such whose value labels name the options. Before each text stands its length.

/// A set as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ResponseSet<'a> {
    /// Without the `$`.
    pub name: &'a [u8],
    pub label: &'a [u8],
    /// What ticks a column; nothing where each holds a choice.
    pub counted: Option<&'a [u8]>,
    /// The label of the first variable is that of the set.
    pub label_of_variable: bool,
    /// Short names.
    pub variables: Vec<&'a [u8]>,
}

/// The sets of a record; what is no set is passed over.
pub(crate) fn response_sets(mut record: &[u8]) -> Vec<ResponseSet<'_>> {
    let mut sets = Vec::new();
    while !record.is_empty() {
        let before = record;
        match response_set(&mut record) {
            Some(set) if !set.variables.is_empty() => sets.push(set),
            Some(_) => {}
            None => {
                record = before;
                line(&mut record);
            }
        }
    }
    sets
}

fn response_set<'a>(record: &mut &'a [u8]) -> Option<ResponseSet<'a>> {
    while let [b'\n' | b'\r' | b' ' | 0, rest @ ..] = record {
        *record = rest;
    }
    let equals = record.iter().position(|byte| *byte == b'=')?;
    let name = record[..equals].strip_prefix(b"$").unwrap_or(&record[..equals]);
    let kind = *record.get(equals + 1)?;
    *record = &record[equals + 2..];
    let mut label_of_variable = false;
    let counted = match kind {
        b'C' => None,
        b'D' => Some(text(record)?),
        b'E' => {
            label_of_variable = number(record)? == 11;
            Some(text(record)?)
        }
        _ => return None,
    };
    let label = text(record)?;
    let variables =
        line(record).split(|byte| matches!(byte, b' ' | b'\r' | 0)).filter(|name| !name.is_empty()).collect();
    Some(ResponseSet { name, label, counted, label_of_variable, variables })
}

/// A length, a space, so many bytes.
fn text<'a>(record: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = number(record)?;
    let (text, rest) = record.strip_prefix(b" ")?.split_at_checked(length)?;
    *record = rest;
    Some(text)
}

fn number(record: &mut &[u8]) -> Option<usize> {
    let digits = record.trim_ascii_start();
    let end = digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
    let number = str::from_utf8(&digits[..end]).ok()?.parse().ok()?;
    *record = &digits[end..];
    Some(number)
}

/// The rest of the line.
fn line<'a>(record: &mut &'a [u8]) -> &'a [u8] {
    let end = record.iter().position(|byte| *byte == b'\n').unwrap_or(record.len());
    let line = &record[..end];
    *record = &record[(end + 1).min(record.len())..];
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the PSPP developers' guide, and lines that are no set between.
    #[test]
    fn the_sets_of_the_guide_are_read() {
        let record = b"\n$a=C 10 my mcgroup a b c\n$b=D2 55 0  g e f d\n\n\nnonsense\n$x=D9999 1 0  a\n$c=D3 Yes 10 mdgroup #2 h i j\n\
            $d=E 1 2 34 13 third mdgroup k l m\n$e=E 11 6 choice 0  n o p\n$none=C 0  \n$old=D8 1        5 a\nb c q r";
        let expected: [(&str, &str, Option<&str>, bool, &str); 6] = [
            ("a", "my mcgroup", None, false, "a b c"),
            ("b", "", Some("55"), false, "g e f d"),
            ("c", "mdgroup #2", Some("Yes"), false, "h i j"),
            ("d", "third mdgroup", Some("34"), false, "k l m"),
            ("e", "", Some("choice"), true, "n o p"),
            ("old", "a\nb c", Some("1       "), false, "q r"),
        ];
        let sets = response_sets(record);
        assert_eq!(sets.len(), expected.len(), "{sets:?}");
        for (set, (name, label, counted, label_of_variable, variables)) in sets.iter().zip(expected) {
            assert_eq!(set.name, name.as_bytes());
            assert_eq!(set.label, label.as_bytes(), "{name}");
            assert_eq!(set.counted, counted.map(str::as_bytes), "{name}");
            assert_eq!(set.label_of_variable, label_of_variable, "{name}");
            assert_eq!(set.variables, variables.split(' ').map(str::as_bytes).collect::<Vec<_>>(), "{name}");
        }
    }
}
