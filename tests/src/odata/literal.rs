//! Parses literals by the rule `primitiveLiteral` of OData's ABNF.

use std::collections::BTreeSet;

use super::expr::Kind;
use super::value::{Date, Decimal, Instant, Time, Value};

/// Parses a literal of this type from the start of a text. Returns the value and the text after it.
pub(super) fn literal(text: &str, kind: Kind) -> Result<(Value, &str), String> {
    let refused = || format!("expected a literal of the type {kind:?}, found `{text}`");
    let quoted_after = match kind {
        Kind::Text | Kind::Member | Kind::Flags => Some("'"),
        Kind::Length => Some("duration'"),
        _ => None,
    };
    if let Some(quoted) = quoted_after.and_then(|prefix| text.strip_prefix(prefix)) {
        let (content, rest) = content(quoted).ok_or_else(refused)?;
        let value = match kind {
            Kind::Length => duration(&content).map(Value::Length),
            Kind::Member => is_identifier(&content).then(|| Value::Member(content.clone())),
            // `enumMemberValue`: the number of no flags.
            Kind::Flags if content == "0" => Some(Value::Flags(BTreeSet::new())),
            Kind::Flags => {
                content.split(',').all(is_identifier).then(|| Value::Flags(content.split(',').map(str::to_owned).collect()))
            }
            _ => Some(Value::Text(content.clone())),
        };
        return value.map(|value| (value, rest)).ok_or_else(refused);
    }
    let (word, rest) = text.split_at(text.find([' ', ',', ')', ';']).unwrap_or(text.len()));
    let value = match kind {
        _ if word == "null" => Some(Value::Null),
        Kind::Bool => word.parse().ok().map(Value::Bool),
        Kind::Int => digits(word.strip_prefix('-').unwrap_or(word)).and_then(|_| word.parse().ok()).map(Value::Int),
        Kind::Single => float(word)?.parse().ok().map(Value::Single),
        Kind::Double => float(word)?.parse().ok().map(Value::Double),
        Kind::Decimal => decimal(word).map(Value::Decimal),
        Kind::Date => date(word).map(Value::Date),
        Kind::Time => time(word).map(Value::Time),
        Kind::Instant => instant(word).map(Value::Instant),
        Kind::Guid => guid(word).map(Value::Guid),
        _ => None,
    };
    value.map(|value| (value, rest)).ok_or_else(refused)
}

/// Reads a text up to its closing quote: two quotes are one quote of the text. Returns the text, and what follows the closing quote.
fn content(text: &str) -> Option<(String, &str)> {
    let mut content = String::new();
    let mut letters = text.chars();
    loop {
        match letters.next()? {
            '\'' if letters.as_str().starts_with('\'') => content.extend(letters.next()),
            '\'' => return Some((content, letters.as_str())),
            letter => content.push(letter),
        }
    }
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// Checks that a text follows the ABNF rule `doubleValue`, and returns it as Rust writes the number.
fn float(text: &str) -> Result<&str, String> {
    if let Some((_, name)) = [("INF", "inf"), ("-INF", "-inf"), ("NaN", "NaN")].iter().find(|(name, _)| *name == text) {
        return Ok(name);
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let parts = [whole.strip_prefix('-').unwrap_or(whole), fraction, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)];
    if parts.into_iter().all(|part| digits(part).is_some()) { Ok(text) } else { Err(format!("`{text}` is not a number")) }
}

fn decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    digits(whole.strip_prefix('-').unwrap_or(whole))?;
    let coefficient = format!("{whole}{fraction}").parse().ok()?;
    Some(Decimal { coefficient, scale: u32::try_from(fraction.len()).ok()? }.normalised())
}

fn number<T: std::str::FromStr>(text: &str, length: usize) -> Option<T> {
    digits(text).filter(|digits| digits.len() == length)?.parse().ok()
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    Some(Date { year, month, day })
}

/// Parses a time of day by the ABNF rule `timeOfDayValue`. The seconds and their fraction may be missing.
fn time(text: &str) -> Option<Time> {
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = text.splitn(3, ':');
    let (hours, minutes): (u64, u64) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let seconds: u64 = parts.next().map_or(Some(0), |seconds| number(seconds, 2))?;
    Some(Time((hours * 3600 + minutes * 60 + seconds) * 1_000_000_000 + nanoseconds(fraction)?))
}

/// Parses the digits of a fraction of a second. Returns nanoseconds.
fn nanoseconds(fraction: &str) -> Option<u64> {
    format!("{:0<9}", digits(fraction)?).parse().ok()
}

fn instant(text: &str) -> Option<Instant> {
    let (day, clock) = text.split_once('T')?;
    let (clock, offset) = match clock.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let (clock, offset) = clock.split_at_checked(clock.len().checked_sub(6)?)?;
            let sign = if offset.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = offset.strip_prefix(['+', '-'])?.split_once(':')?;
            (clock, sign * (number::<i32>(hours, 2)? * 60 + number::<i32>(minutes, 2)?))
        }
    };
    Some(Instant { date: date(day)?, time: time(clock)?, offset })
}

/// Parses a duration by the ABNF rule `durationValue`. Returns nanoseconds.
fn duration(text: &str) -> Option<i128> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (days, clock) = text.strip_prefix('P')?.split_once('T').unwrap_or((text.strip_prefix('P')?, ""));
    let mut seconds: i128 = if days.is_empty() { 0 } else { digits(days.strip_suffix('D')?)?.parse::<i128>().ok()? * 86_400 };
    let (mut fraction, mut rest) = (0, clock);
    for (unit, length) in [('H', 3600), ('M', 60)] {
        if let Some((count, after)) = rest.split_once(unit) {
            seconds += digits(count)?.parse::<i128>().ok()? * length;
            rest = after;
        }
    }
    if !rest.is_empty() {
        let (whole, part) = rest.strip_suffix('S')?.split_once('.').unwrap_or((rest.strip_suffix('S')?, "0"));
        seconds += digits(whole)?.parse::<i128>().ok()?;
        fraction = nanoseconds(part)?.into();
    }
    Some(sign * (seconds * 1_000_000_000 + fraction))
}

fn guid(text: &str) -> Option<u128> {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let hexadecimal = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    (hexadecimal && lengths == [8, 4, 4, 4, 12]).then(|| u128::from_str_radix(&text.replace('-', ""), 16).ok())?
}
