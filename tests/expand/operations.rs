#[derive(GraphAction)]
#[graph(permissions(application("DeviceManagementManagedDevices.PrivilegedOperations.All")))]
#[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
pub struct Wipe {
    pub keep_user_data: Option<bool>,
    #[graph(rename = "macOsUnlockCode")]
    pub unlock_code: Option<String>,
    pub mode: WipeMode,
}

#[derive(GraphFunction)]
#[graph(returns = Vec<ActivityCount>)]
#[graph_paths(v1, "/users/{user-id}/getActivityCounts(period='{period}')")]
pub struct ActivityCounts {
    pub period: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/delta")]
pub struct User {
    #[graph(key)]
    pub id: String,
}
