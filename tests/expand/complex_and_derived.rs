#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.choiceSetting", base = "microsoft.graph.setting", tag = "never")]
pub struct ChoiceSetting {
    /// The chosen value.
    pub value: Option<Choice>,
    #[graph(rename = "azureADGroup")]
    pub azure_ad_group: String,
    pub children: Vec<AnySetting>,
    #[graph(additional)]
    pub additional: Additional,
}
#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum AnySetting {
    Choice(Box<ChoiceSetting>),
    Simple(SimpleSetting),
    #[graph(other)]
    Other(Untyped),
}
