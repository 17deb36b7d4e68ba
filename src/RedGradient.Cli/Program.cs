Console.WriteLine("redgradient");
