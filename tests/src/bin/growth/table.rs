//! The printed table.

use graph_tests::growth::{slope, thousands};

/// The costs of one kind of work at several sizes.
pub(crate) struct Series<'a> {
    /// The quantity that grows.
    pub(crate) against: &'a str,
    pub(crate) measured: &'a str,
    /// The unit after the costs, with a space before it.
    pub(crate) unit: &'a str,
    pub(crate) sizes: &'a [usize],
    pub(crate) costs: Vec<f64>,
}

pub(crate) fn print_header() {
    println!("| number of | measured | at | cost | slope |\n|---|---|---:|---:|---:|");
}

impl Series<'_> {
    pub(crate) fn print(self) {
        let sizes: Vec<String> = self.sizes.iter().map(|size| thousands(*size as f64)).collect();
        let costs: Vec<String> = self.costs.iter().map(|cost| significant(*cost)).collect();
        let points: Vec<(f64, f64)> = self.sizes.iter().zip(&self.costs).map(|(size, cost)| (*size as f64, *cost)).collect();
        let (sizes, costs, slope) = (sizes.join(" / "), costs.join(" / "), slope(&points));
        println!("| {} | {} | {sizes} | {costs}{} | {slope:.2} |", self.against, self.measured, self.unit);
    }
}

/// Writes a number with at least three significant digits.
fn significant(number: f64) -> String {
    if number >= 1_000.0 {
        return thousands(number);
    }
    let digits = (2.0 - number.log10().floor()).clamp(0.0, 4.0);
    format!("{number:.*}", digits as usize)
}
