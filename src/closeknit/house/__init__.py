"""The house: the Django application in which organisers and members supply what the examination finds missing."""
