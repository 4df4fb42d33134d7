namespace Strata.Launch;

/// <summary>Who manages a machine's control groups.</summary>
public enum CgroupLayout
{
    /// <summary>None are mounted.</summary>
    None,

    /// <summary>Version 1: a tree per controller.</summary>
    V1,

    /// <summary>Controllers on version 1, and a version 2 tree beside them.</summary>
    Hybrid,

    /// <summary>Version 2: one tree.</summary>
    V2,
}
