"""What stands between a draft and its launch, said of the node and the field it concerns. Pure."""
