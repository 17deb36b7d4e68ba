namespace RedGradient.Notebooks.Sessions;

/// <summary>Something a running cell shows. Events arrive one at a time and in the order in which the cell caused them.</summary>
public abstract record CellEvent;
