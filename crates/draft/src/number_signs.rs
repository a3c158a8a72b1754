//! Which signs stand within the numbers of a column: before decimals, and between thousands.

/// How the numbers of a column can be read, plain ones among them.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Signs {
    /// `1234,5`.
    pub decimal_comma: u64,
    /// `1,234.5`.
    pub grouping_comma: u64,
    /// `1.234,5`.
    pub grouping_point: u64,
    /// `1 234,5`.
    pub grouping_space_comma: u64,
    /// `1 234.5`.
    pub grouping_space_point: u64,
    /// Cells with a comma.
    pub commas: u64,
    /// Cells with a point, and those in which it can stand between thousands: `1.234`, and no `0.850`.
    pub points: u64,
    pub points_of_thousands: u64,
    /// Cells with a space between digits.
    pub spaces: u64,
}

/// Fewer points show nothing.
const FEWEST_POINTS: u64 = 3;

/// Whether a text is digits, in groups of three where spaces part them, and decimals behind this sign.
fn is_spaced(text: &str, sign: char) -> bool {
    let is_whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = text.split_once(sign).unwrap_or((text, "0"));
    let mut groups = whole.split(char::is_whitespace);
    let is_first = |first: &str| is_whole(first) && (first.len() <= 3 || first == whole);
    groups.next().is_some_and(is_first) && groups.all(|group| group.len() == 3 && is_whole(group)) && is_whole(decimals)
}

impl Signs {
    /// Whether every point stands where one between thousands would.
    pub(crate) fn has_points_of_thousands(&self) -> bool {
        self.points >= FEWEST_POINTS && self.points == self.points_of_thousands
    }

    pub(crate) fn take(&mut self, text: &str) {
        for (sign, count) in [(',', &mut self.grouping_space_comma), ('.', &mut self.grouping_space_point)] {
            *count += u64::from(is_spaced(text, sign));
        }
        self.spaces += u64::from(text.contains(char::is_whitespace));
        if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'-')) {
            return;
        }
        let is_whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_grouped = |text: &str, sign: char| {
            let mut groups = text.split(sign);
            let first =
                groups.next().is_some_and(|first| is_whole(first) && (first.len() <= 3 || !text.contains(sign)));
            first && groups.all(|group| group.len() == 3 && is_whole(group))
        };
        let text = text.strip_prefix('-').unwrap_or(text);
        let split = |sign: char| text.split_once(sign).map_or((text, "0"), |parts| parts);
        let (whole, decimals) = split(',');
        self.decimal_comma += u64::from(is_whole(whole) && is_whole(decimals));
        let is_grouped_by_points = is_grouped(whole, '.') && is_whole(decimals);
        self.grouping_point += u64::from(is_grouped_by_points);
        let has_points = text.contains('.');
        self.points += u64::from(has_points);
        self.points_of_thousands += u64::from(has_points && is_grouped_by_points && !whole.starts_with('0'));
        let (whole, decimals) = split('.');
        // `0,850` has no thousands.
        let has_thousands = !(whole.starts_with('0') && whole.contains(','));
        self.grouping_comma += u64::from(has_thousands && is_grouped(whole, ',') && is_whole(decimals));
        self.commas += u64::from(text.contains(','));
    }
}
